/* Models that are wrong are refused with the reason. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/mapper.h"
#include "lease_model.h"
#include "sample_model.h"

static lamina_arena *arena;
static mapper_model model;
static mapper_index indexes[32];

static void setup(void)
{
    unsetenv("SAMPLE_TABLE_NAME");
    arena = lamina_arena_new(1u << 20);
    model = sample_model;
    for (uint32_t i = 0; i < model.index_count; i++)
        indexes[i] = sample_model.indexes[i];
    model.indexes = indexes;
}

static void teardown(void)
{
    lamina_arena_free(arena);
}

TestSuite(model_check, .init = setup, .fini = teardown);

static lamina_field own_fields[SAMPLE_FIELD_COUNT];
static lamina_record own_record;

/* A field of the model's record, which is a copy then. */
static lamina_field *change_field(uint32_t number)
{
    memcpy(own_fields, sample_record.fields, sizeof own_fields);
    own_record = sample_record;
    own_record.fields = own_fields;
    model.record = &own_record;
    return &own_fields[number];
}

static void use_accesses(const mapper_access *accesses, uint32_t count)
{
    model.accesses = accesses;
    model.access_count = count;
    model.access_size = sizeof *accesses;
}

static void expect_refused(const char *words)
{
    lamina_str reason = {NULL, 0};
    cr_assert_eq(mapper_model_check(arena, &model, &reason), LAMINA_E_CONFIG, "%s", words);
    cr_assert_not_null(strstr(reason.ptr, words), "\"%s\" is not in: %s", words, reason.ptr);
    teardown();
    setup();
}

Test(model_check, sound_models_pass)
{
    const mapper_model *const sound[] = {&sample_model, &note_model, &pair_model, &lease_model};
    for (size_t i = 0; i < 4; i++) {
        lamina_str reason = {NULL, 0};
        cr_assert_eq(mapper_model_check(arena, sound[i], &reason), LAMINA_OK, "%.*s",
                     (int)reason.len, reason.ptr);
    }
}

Test(model_check, names_are_the_services)
{
    model.name = "ab";
    expect_refused("its name must be 3 to 255");
    model.name = "with space";
    expect_refused("its name");
    model.name = NULL;
    expect_refused("its name");
    setenv("SAMPLE_TABLE_NAME", "no/slash", 1);
    expect_refused("SAMPLE_TABLE_NAME holds no table name");
}

Test(model_check, keys_are_fields_of_a_key_type)
{
    model.size = 8;
    expect_refused("its size was not set");
    model.record = NULL;
    expect_refused("its record is missing");
    model.hash_field = MAPPER_NO_FIELD;
    expect_refused("its table (hash) has a key that is no field of its record");
    model.hash_field = SAMPLE_FIELD_COUNT;
    expect_refused("its table (hash) has a key that is no field of its record");
    model.range_field = SAMPLE_FIELD_COUNT;
    expect_refused("its table (range) has a key that is no field of its record");
    model.hash_field = SAMPLE_TAGS;
    expect_refused("its table (hash) has key tags, of a type that cannot be a key");
    model.hash_field = SAMPLE_ACTIVE;
    expect_refused("its table (hash) has key active, of a type that cannot be a key");
    model.range_field = SAMPLE_RATIO;
    expect_refused("its table (range) has key ratio, of a type that cannot be a key");
    model.hash_field = SAMPLE_TITLE;
    expect_refused("its table (hash) has key title, which must be required");
    model.range_field = SAMPLE_ID;
    expect_refused("its table has one field as hash and range");
}

Test(model_check, an_encrypted_field_is_no_key_and_no_stamp)
{
    change_field(SAMPLE_ID)->flags |= LAMINA_FIELD_ENCRYPTED;
    expect_refused("its table (hash) has key id, which is encrypted");
    change_field(SAMPLE_GROUP)->flags |= LAMINA_FIELD_ENCRYPTED;
    expect_refused("by-group has key group, which is encrypted");
    change_field(SAMPLE_VERSION)->flags |= LAMINA_FIELD_ENCRYPTED;
    expect_refused("its version field is version, which is encrypted");
    change_field(SAMPLE_EXPIRES)->flags |= LAMINA_FIELD_ENCRYPTED;
    expect_refused("its time-to-live field is expires, which is encrypted");
}

Test(model_check, key_names_are_not_too_long)
{
    static char name[257];
    memset(name, 'n', sizeof name - 1);
    change_field(SAMPLE_ID)->name = name;
    expect_refused("its table (hash) has a key with a name of more than 255 bytes");
    change_field(SAMPLE_GROUP)->name = name;
    expect_refused("by-group has a key with a name of more than 255 bytes");
}

Test(model_check, stamps_are_of_their_types)
{
    model.version_field = SAMPLE_TITLE;
    expect_refused("its version field is title, which is not of type INT64");
    model.created_field = SAMPLE_EXPIRES;
    expect_refused("its created field is expires, which is not of type TIMESTAMP");
    model.updated_field = SAMPLE_TITLE;
    expect_refused("its updated field is title, which is not of type TIMESTAMP");
    model.updated_field = SAMPLE_CREATED;
    expect_refused("its updated field is its created field too");
    model.ttl_field = SAMPLE_COUNT;
    expect_refused("its time-to-live field is count, which is not of type EPOCH");
    model.version_field = SAMPLE_RANK;
    expect_refused("its version field cannot be a key of the table too");
    model.ttl_field = 64;
    expect_refused("its time-to-live field is no field");
    model.stream_view = 5;
    expect_refused("its stream has an unknown view");
}

Test(model_check, indexes_are_sound)
{
    indexes[0].name = "x";
    expect_refused("an index has no name");
    indexes[0].name = NULL;
    expect_refused("an index has no name");
    indexes[1].name = SAMPLE_BY_GROUP;
    expect_refused("by-group is the name of two indexes");
    indexes[0].hash_field = SAMPLE_PARTS;
    expect_refused("by-group has key parts, of a type that cannot be a key");
    indexes[0].hash_field = MAPPER_NO_FIELD;
    expect_refused("by-group has a key that is no field of its record");
    indexes[0].range_field = SAMPLE_FIELD_COUNT;
    expect_refused("by-group has a key that is no field of its record");
    indexes[0].range_field = SAMPLE_GROUP;
    expect_refused("by-group has one field as hash and range");
    indexes[0].range_field = SAMPLE_EXPIRES;
    expect_refused("by-group has the time to live as a key");
    indexes[0].projection = 3;
    expect_refused("by-group has an unknown projection");
    indexes[2].hash_field = SAMPLE_GROUP;
    expect_refused("by-title is local and has another hash field");
    indexes[2].range_field = MAPPER_NO_FIELD;
    expect_refused("by-title is local, and needs a range field");
    model.range_field = MAPPER_NO_FIELD;
    expect_refused("by-title is local, and needs a range field and a table with one");
    model.index_size = 0;
    expect_refused("its indexes are missing");
    model.indexes = NULL;
    expect_refused("its indexes are missing");
}

static void include(const uint32_t *fields, uint32_t count)
{
    indexes[0].projection = MAPPER_PROJECT_INCLUDE;
    indexes[0].included = fields;
    indexes[0].included_count = count;
}

Test(model_check, included_fields_are_no_keys)
{
    static const uint32_t sound[] = {SAMPLE_TITLE, SAMPLE_DOCUMENT};
    static const uint32_t of_table[] = {SAMPLE_TITLE, SAMPLE_RANK};
    static const uint32_t of_index[] = {SAMPLE_SEQUENCE};
    static const uint32_t unknown[] = {SAMPLE_FIELD_COUNT};
    static const uint32_t twice[] = {SAMPLE_TITLE, SAMPLE_COUNT, SAMPLE_TITLE};
    lamina_str reason;
    include(sound, 2);
    cr_assert_eq(mapper_model_check(arena, &model, &reason), LAMINA_OK);
    include(of_table, 2);
    expect_refused("by-group includes key field rank");
    include(of_index, 1);
    expect_refused("by-group includes key field sequence");
    include(unknown, 1);
    expect_refused("by-group includes what is no field of its record");
    include(twice, 3);
    expect_refused("by-group includes field title twice");
    include(sound, 0);
    expect_refused("by-group must include 1 to 20 fields");
    include(NULL, 1);
    expect_refused("by-group must include 1 to 20 fields");
    include(sound, 21);
    expect_refused("by-group must include 1 to 20 fields");
    include(sound, 2);
    indexes[0].projection = MAPPER_PROJECT_ALL;
    expect_refused("by-group includes fields, and its projection is another");
}

/* A record of fields that are enough for six indexes of 17 included ones. */
Test(model_check, included_fields_are_not_too_many)
{
    static char names[6][8];
    static uint32_t fields[17];
    for (uint32_t i = 0; i < 17; i++)
        fields[i] = SAMPLE_TITLE + i + (SAMPLE_TITLE + i >= SAMPLE_GROUP ? 2 : 0);
    model.index_count = 6;
    for (unsigned i = 0; i < 6; i++) {
        snprintf(names[i], sizeof names[i], "idx-%u", i);
        indexes[i] = (mapper_index){.name = names[i],
                                    .hash_field = SAMPLE_GROUP,
                                    .range_field = SAMPLE_SEQUENCE,
                                    .projection = MAPPER_PROJECT_INCLUDE,
                                    .included = fields,
                                    .included_count = 17};
    }
    expect_refused("include more than 100 fields");
}

Test(model_check, indexes_are_not_too_many)
{
    char names[32][8];
    model.index_count = 21;
    for (unsigned i = 0; i < 21; i++) {
        snprintf(names[i], sizeof names[i], "idx-%u", i);
        indexes[i] = sample_model.indexes[0];
        indexes[i].name = names[i];
    }
    expect_refused("are more than 5 local or 20 global");
    model.index_count = 6;
    for (unsigned i = 0; i < 6; i++) {
        indexes[i] = sample_model.indexes[2];
        indexes[i].name = names[i];
    }
    expect_refused("are more than 5 local or 20 global");
}

Test(model_check, accesses_are_by_indexes_that_there_are)
{
    static mapper_access accesses[2];
    accesses[0] = (mapper_access){.name = "one"};
    accesses[1] = (mapper_access){.name = "two", .index = "nowhere"};
    model.accesses = accesses;
    model.access_count = 2;
    expect_refused("its accesses are missing, or their size was not set");
    use_accesses(accesses, 2);
    expect_refused("two is an access by an index that there is not: nowhere");
    accesses[1] = (mapper_access){.name = "one"};
    use_accesses(accesses, 2);
    expect_refused("one is the name of two accesses");
    accesses[1].name = NULL;
    use_accesses(accesses, 2);
    expect_refused("an access has no name");
    accesses[1].name = "";
    use_accesses(accesses, 2);
    expect_refused("an access has no name");
    use_accesses(NULL, 1);
    expect_refused("its accesses are missing");
    accesses[1] = (mapper_access){.name = "two", .index = SAMPLE_BY_TITLE};
    use_accesses(accesses, 2);
    lamina_str reason;
    cr_assert_eq(mapper_model_check(arena, &model, &reason), LAMINA_OK);
    cr_assert_eq(mapper_access_find(&model, LAMINA_STR("two")), &accesses[1]);
    cr_assert_null(mapper_access_find(&model, LAMINA_STR("tw")));
    cr_assert_null(mapper_access_find(&pair_model, LAMINA_STR("two")));
}

Test(model_check, the_discriminator_is_no_field)
{
    model.discriminator_name = "kind";
    expect_refused("its discriminator lacks its name or its value");
    model.discriminator_value = "sample";
    expect_refused("its discriminator lacks its name or its value");
    model.discriminator_name = "kind";
    model.discriminator_value = "";
    expect_refused("its discriminator lacks its name or its value");
    model.discriminator_name = "title";
    model.discriminator_value = "sample";
    expect_refused("its discriminator has the name of a field: title");
    model.discriminator_name = "kind";
    model.discriminator_value = "\xFF";
    expect_refused("its discriminator has a value that is not UTF-8");
    model.discriminator_name = "kind";
    model.discriminator_value = "sample";
    lamina_str reason;
    cr_assert_eq(mapper_model_check(arena, &model, &reason), LAMINA_OK);
}

/* ---- key templates ---- */

static mapper_key_template templates[2];

/* The template of the group, which is the hash of two indexes; flags and a second one as asked. */
static void use_template(const char *text)
{
    templates[0] = (mapper_key_template){.text = text, .field = SAMPLE_GROUP};
    model.key_templates = templates;
    model.key_template_count = 1;
    model.key_template_size = sizeof templates[0];
}

static void expect_template_refused(const char *text, const char *words)
{
    use_template(text);
    expect_refused(words);
}

Test(model_check, key_templates_that_are_sound)
{
    static const char *const sound[] = {"ALL",
                                        "G#{title}",
                                        "{title}",
                                        "{title}#",
                                        "{title}#{title}",
                                        "{count:06}{title}",
                                        "{due}-{count:019}/{expires:010}",
                                        "{count}#{createdAt}"};
    for (size_t i = 0; i < sizeof sound / sizeof sound[0]; i++) {
        lamina_str reason = {NULL, 0};
        use_template(sound[i]);
        cr_assert_eq(mapper_model_check(arena, &model, &reason), LAMINA_OK, "%s: %s", sound[i],
                     reason.ptr);
    }
}

Test(model_check, key_templates_are_made_of_fields)
{
    expect_template_refused("{nothing}", "{nothing} names what is no field of its record: nothing");
    expect_template_refused("{group}", "is made of group, which a template makes itself");
    expect_template_refused("{tags}", "is made of tags, which is of a type that cannot be part");
    expect_template_refused("{price}", "is made of price, which is of a type");
    expect_template_refused("{title:08}", "pads title, which is no whole number");
    expect_template_refused("{version}", "is made of version, which every write changes");
    change_field(SAMPLE_DUE)->flags |= LAMINA_FIELD_ENCRYPTED;
    expect_template_refused("{count:02}#{due}", "is made of due, which is encrypted");
}

Test(model_check, key_templates_are_written_strictly)
{
    static const char *const wrong[] = {"{",          "}",          "a}",          "{}",
                                        "{:02}",      "{title",     "{{title}}",   "{count:}",
                                        "{count:2}",  "{count:00}", "{count:020}", "{count:0x}",
                                        "{count:0 2}"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        expect_template_refused(wrong[i], "is no template");
    expect_template_refused("", "a key template has no text");
    expect_template_refused(NULL, "a key template has no text");
    expect_template_refused("\xFF", "a key template is not UTF-8");
}

Test(model_check, key_templates_show_where_a_value_ends)
{
    expect_template_refused("{title}{count}", "must have '#' or nothing behind {title}");
    expect_template_refused("{title}|{count}", "must have '#' or nothing behind {title}");
    expect_template_refused("{count}-{title}", "must have '#' or nothing behind {count}");
}

Test(model_check, key_templates_fill_one_key_each)
{
    use_template("G#{title}");
    templates[0].field = SAMPLE_TITLE;
    templates[0].text = "{count}";
    lamina_str reason;
    cr_assert_eq(mapper_model_check(arena, &model, &reason), LAMINA_OK);
    templates[0].field = SAMPLE_LINES;
    expect_refused("fills what is no key of table or index");
    use_template("G#{title}");
    templates[0].field = SAMPLE_FIELD_COUNT;
    expect_refused("fills what is no key of table or index");
    use_template("{count}");
    templates[0].field = SAMPLE_SEQUENCE;
    expect_refused("fills sequence, which is no STRING");
    use_template("{count}");
    templates[1] = templates[0];
    model.key_template_count = 2;
    expect_refused("fills group, as another template does");
    /* A ring of two. */
    use_template("{title}");
    templates[1] = (mapper_key_template){.text = "{group}", .field = SAMPLE_TITLE};
    model.key_template_count = 2;
    expect_refused("{title} is made of title, which a template makes itself");
    use_template("{count}");
    templates[0].flags = 2;
    expect_refused("has unknown flags");
    use_template("{count}");
    templates[0].flags = MAPPER_KEY_SPARSE;
    templates[0].field = SAMPLE_ID;
    expect_refused("is sparse, and fills id, which is required");
    use_template("{count}");
    model.key_template_size = 4;
    expect_refused("its key templates are missing, or their size was not set");
    use_template("{count}");
    model.key_templates = NULL;
    expect_refused("its key templates are missing");
}

/* ---- models that share a table ---- */

static void expect_not_together(const char *words)
{
    const mapper_model *const models[] = {&sample_model, &note_model, &model, NULL};
    lamina_str reason = {NULL, 0};
    cr_assert_eq(mapper_models_check(arena, models, &reason), LAMINA_E_CONFIG, "%s", words);
    cr_assert_not_null(strstr(reason.ptr, words), "\"%s\" is not in: %s", words, reason.ptr);
    teardown();
    setup();
}

Test(model_check, models_of_one_table_go_together)
{
    const mapper_model *const models[] = {&sample_model, &lease_model, &model, NULL};
    lamina_str reason = {NULL, 0};
    model.discriminator_name = "kind";
    model.discriminator_value = "other";
    cr_assert_eq(mapper_models_check(arena, models, &reason), LAMINA_OK, "%s", reason.ptr);
    model.range_field = MAPPER_NO_FIELD;
    model.index_count = 0;
    expect_not_together("its key is another than that of model sample in the same table");
    model.hash_field = SAMPLE_VERSION;
    model.version_field = MAPPER_NO_FIELD;
    model.index_count = 0;
    expect_not_together("its key is another than that of model sample in the same table");
    indexes[0].range_field = MAPPER_NO_FIELD;
    expect_not_together("by-group is another index than that of model sample in the same table");
    indexes[1].projection = MAPPER_PROJECT_ALL;
    expect_not_together("by-group-keys is another index than that of model sample");
    model.hash_field = SAMPLE_TITLE;
    expect_not_together("its table (hash) has key title, which must be required");
    setenv("SAMPLE_TABLE_NAME", "note", 1);
    expect_not_together("model note: its key is another than that of model sample");
}

Test(model_check, models_of_one_table_have_discriminators_of_their_own)
{
    static mapper_model twin;
    twin = sample_model;
    twin.discriminator_name = model.discriminator_name = "kind";
    twin.discriminator_value = model.discriminator_value = "sample";
    const mapper_model *const models[] = {&twin, &model, NULL};
    lamina_str reason = {NULL, 0};
    cr_assert_eq(mapper_models_check(arena, models, &reason), LAMINA_E_CONFIG);
    cr_assert_not_null(strstr(reason.ptr, "its discriminator is that of model sample"), "%s",
                       reason.ptr);
    model.discriminator_value = "other";
    cr_assert_eq(mapper_models_check(arena, models, &reason), LAMINA_OK);
}
