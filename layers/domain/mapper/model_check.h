/* model_check.h - the parts of the check of a model. Each answers LAMINA_OK, or LAMINA_E_CONFIG with the
   reason written. */
#ifndef MAPPER_MODEL_CHECK_H
#define MAPPER_MODEL_CHECK_H

#include "domain/mapper.h"

/* Bytes of a key attribute's name, of a projected one's, and of a table's or index's (Developer Guide,
   "Naming rules" and "Constraints"). */
#define MAPPER__NAME_CAP 255u

typedef struct mapper__model_checker {
    lamina_arena *arena;
    const mapper_model *model;
    lamina_str *reason;
} mapper__model_checker;

/* what names the part that is wrong; format says what is wrong with it. LAMINA_E_CONFIG. */
lamina_status mapper__model_refuse(const mapper__model_checker *checker, const char *what,
                                   const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Is it a name as the service asks of tables and indexes? NULL is none. */
bool mapper__is_service_name(const char *name);

/* A key of the table, which must be required, or of an index. */
lamina_status mapper__model_check_key(const mapper__model_checker *checker, const char *what,
                                      uint32_t number, bool must_be_required);

lamina_status mapper__model_check_indexes(const mapper__model_checker *checker);
lamina_status mapper__model_check_key_templates(const mapper__model_checker *checker);
lamina_status mapper__model_check_accesses(const mapper__model_checker *checker);
lamina_status mapper__model_check_discriminator(const mapper__model_checker *checker);
lamina_status mapper__model_check_encryption(const mapper__model_checker *checker);

#endif
