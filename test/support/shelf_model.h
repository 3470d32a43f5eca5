/*
 * shelf_model.h - models that share a table, with defaults and with what they do not know kept: a book,
 * an older view of the same book, and a film.
 */
#ifndef SHELF_MODEL_H
#define SHELF_MODEL_H

#include "domain/mapper.h"

enum {
    BOOK_ID,
    BOOK_TITLE,
    BOOK_PAGES,
    BOOK_LANGUAGE,
    BOOK_ORIGIN,
    BOOK_MAKER,
    BOOK_CREATED,
    BOOK_VERSION,
    BOOK_EXPIRES,
    BOOK_FIELD_COUNT
};

enum { MAKER_NAME, MAKER_CITY, MAKER_FIELD_COUNT };

typedef struct maker {
    lamina_presence has;
    lamina_unknown unknown;
    lamina_str name;
    lamina_str city; /* "Leipzig" by default */
} maker;

typedef struct book {
    lamina_presence has;
    lamina_unknown unknown;
    lamina_str id;       /* required; hash */
    lamina_str title;    /* required */
    int64_t pages;       /* nullable */
    lamina_str language; /* "de" by default */
    lamina_str origin;   /* "web" for new books */
    maker *maker;
    int64_t created;
    int64_t version; /* required */
    int64_t expires; /* time to live */
} book;

/* Tag "kind", value "book"; table variable SHELF_TABLE_NAME. Keeps what it does not know, and so does
   its maker. */
extern const mapper_model book_model;

enum { OLD_BOOK_ID, OLD_BOOK_TITLE, OLD_BOOK_VERSION, OLD_BOOK_FIELD_COUNT };

typedef struct old_book {
    lamina_presence has;
    lamina_unknown unknown;
    lamina_str id;
    lamina_str title;
    int64_t version;
} old_book;

/* The same items, as an older function sees them. */
extern const mapper_model old_book_model;

enum { FILM_ID, FILM_LENGTH, FILM_FIELD_COUNT };

typedef struct film {
    lamina_presence has;
    lamina_str id;  /* required; hash */
    int64_t length; /* nullable */
} film;

/* Tag "kind", value "film"; the same table; no version, no stamps, nothing kept. */
extern const mapper_model film_model;

#endif
