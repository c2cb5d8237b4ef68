// orm: one schema, one query API, any store. This header is all that an application includes.
//
//   models       one class template each (typed/model.hpp), with col, pk, one, many, has_one, many_through
//   application  a class template that lists them (typed/declare.hpp)
//   client       opened on a store that orm.toml chooses (typed/client.hpp): db.user.find_unique(...)
//                or over a connection that the application already has (typed/adopt.hpp)
//   conditions   u.email == "x" && u.logins > 3, composed at run time (typed/field.hpp, typed/predicate.hpp)
//   select       narrows the answer's rows to plain members (typed/selection.hpp, typed/row.hpp)
//
// Mistakes that the types show are compile errors that begin with "orm: "; everything else throws orm::error.
// Clients are used by any number of threads at once; values, predicates and rows by one at a time.
#pragma once

#include "orm/config.hpp"
#include "orm/error.hpp"
#include "orm/schema.hpp"
#include "orm/store.hpp"
#include "orm/typed/adopt.hpp"
#include "orm/typed/client.hpp"
