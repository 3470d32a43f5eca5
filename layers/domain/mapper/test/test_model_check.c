/* Models that are wrong are refused with the reason. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/mapper.h"
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
    const mapper_model *const sound[] = {&sample_model, &note_model, &pair_model};
    for (size_t i = 0; i < 3; i++) {
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
    expect_refused("its hash field is no field");
    model.hash_field = SAMPLE_FIELD_COUNT;
    expect_refused("its hash field is no field");
    model.hash_field = SAMPLE_TAGS;
    expect_refused("its hash field is of a type that cannot be a key");
    model.hash_field = SAMPLE_TITLE;
    expect_refused("its hash field must be required");
    model.range_field = SAMPLE_ID;
    expect_refused("its range field is its hash field too");
}

Test(model_check, stamps_are_of_their_types)
{
    model.version_field = SAMPLE_TITLE;
    expect_refused("its version field is of another type");
    model.created_field = SAMPLE_EXPIRES;
    expect_refused("its created field is of another type");
    model.updated_field = SAMPLE_CREATED;
    expect_refused("its updated field is its created field too");
    model.ttl_field = SAMPLE_COUNT;
    expect_refused("its time-to-live field is of another type");
    model.version_field = SAMPLE_RANK;
    expect_refused("its version field cannot be a key too");
    model.ttl_field = 64;
    expect_refused("its time-to-live field is no field");
}

Test(model_check, indexes_are_sound)
{
    indexes[0].name = "x";
    expect_refused("an index has no name");
    indexes[1].name = SAMPLE_BY_GROUP;
    expect_refused("by-group is the name of two indexes");
    indexes[0].hash_field = SAMPLE_PARTS;
    expect_refused("by-group is of a type that cannot be a key");
    indexes[0].range_field = SAMPLE_GROUP;
    expect_refused("by-group has one field as hash and range");
    indexes[0].range_field = SAMPLE_EXPIRES;
    expect_refused("by-group has the time to live as a key");
    indexes[0].projection = 2;
    expect_refused("by-group has an unknown projection");
    indexes[2].hash_field = SAMPLE_GROUP;
    expect_refused("by-title is local and has another hash field");
    indexes[2].range_field = MAPPER_NO_FIELD;
    expect_refused("by-title is local, and needs a range field");
    model.index_size = 0;
    expect_refused("its indexes are missing");
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
}
