/*
 * command_words.c - no quotes, no variables: what needs them is a script.
 */
#include "command_words.h"

#include "lamina/text.h"

bool local__command_words(lamina_arena *arena, const char *command,
                          const char *words[LOCAL_COMMAND_WORD_CAP + 1])
{
    lamina_str rest = lamina_str_from(command);
    size_t count = 0;
    bool more = true;
    while (more) {
        lamina_str word;
        more = lamina_str_cut(&rest, ' ', &word);
        if (word.len == 0)
            continue;
        if (count == LOCAL_COMMAND_WORD_CAP)
            return false;
        words[count] = lamina_arena_copy(arena, word).ptr;
        if (!words[count++])
            return false;
    }
    words[count] = NULL;
    return count > 0;
}
