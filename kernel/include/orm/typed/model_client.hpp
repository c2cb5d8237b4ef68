// The operations on one model, run at once (operations.hpp has them). A member of client<App> or of a transaction;
// cheap to copy, valid as long as that is. Thread-safe as that is.
#pragma once

#include "orm/typed/answer.hpp"
#include "orm/typed/operations.hpp"

namespace orm {

namespace detail {

template <template <class> class App, template <class> class M>
struct later_operations : operations<App, M, for_later> {};

}  // namespace detail

template <template <class> class App, template <class> class M>
class model_client : public detail::operations<App, M, detail::at_once> {
 public:
  // The same operations as queries for batch(): db.user.later().find_unique(...).
  detail::later_operations<App, M> later() const { return detail::later_operations<App, M>(); }

 private:
  template <template <class> class A>
  friend class connection;
};

}  // namespace orm
