// Two applications for the tests: modules that know nothing of each other, nor of the store.
#pragma once

#include <orm/orm.hpp>

namespace notebook {

template <class Q>
struct Page;

template <class Q>
struct Author {
  static constexpr auto table = "authors";
  orm::pk<Q, "id"> id;
  orm::col<Q, "name", orm::text, orm::unique> name;
  orm::many<Q, "pages", Page, "authorId"> pages;
};

template <class Q>
struct Page {
  static constexpr auto table = "pages";
  orm::pk<Q, "id"> id;
  orm::col<Q, "authorId", orm::uuid, orm::references<Author, "id", orm::on_delete::cascade>> author_id;
  orm::col<Q, "text", orm::text> text;
};

template <class C>
struct Notebook {
  static constexpr auto schema = "notebook";
  orm::model_of<C, Author> author;
  orm::model_of<C, Page> page;
};

template <class Q>
struct Entry {
  static constexpr auto table = "entries";
  orm::pk<Q, "id"> id;
  orm::col<Q, "line", orm::text> line;
};

template <class C>
struct Journal {
  static constexpr auto schema = "journal";
  orm::model_of<C, Entry> entry;
};

inline constexpr orm::fields<Author> a;
inline constexpr orm::fields<Page> p;
inline constexpr orm::fields<Entry> e;

}  // namespace notebook
