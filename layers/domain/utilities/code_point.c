/*
 * UTF-8, one code point at a time (RFC 3629), and the two classes of characters that formats ask
 * for. Source of the classes: Unicode 15, PropList.txt (White_Space, Bidi_Control) and
 * DerivedCoreProperties.txt (Default_Ignorable_Code_Point, those that stand alone).
 */
#include "utilities/code_point.h"

typedef struct code_point_range {
    uint32_t first, last;
} code_point_range;

static const code_point_range controls[] = {
    {0x0000, 0x001F}, /* C0 */
    {0x007F, 0x009F}, /* DEL, C1 */
    {0x061C, 0x061C}, /* Arabic letter mark */
    {0x200E, 0x200F}, /* left-to-right and right-to-left mark */
    {0x2028, 0x202E}, /* line and paragraph separator, embeddings and overrides */
    {0x2066, 0x2069}, /* isolates */
};

static const code_point_range blanks[] = {
    {0x0009, 0x000D},   {0x0020, 0x0020},   {0x0085, 0x0085}, {0x00A0, 0x00A0}, {0x00AD, 0x00AD},
    {0x034F, 0x034F},   {0x115F, 0x1160},   {0x1680, 0x1680}, {0x17B4, 0x17B5}, {0x180B, 0x180F},
    {0x2000, 0x200F},   {0x2028, 0x202F},   {0x205F, 0x206F}, {0x3000, 0x3000}, {0x3164, 0x3164},
    {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFF8}, {0x1BCA0, 0x1BCA3},
    {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

static bool is_in(const code_point_range *ranges, size_t count, uint32_t code_point)
{
    for (size_t i = 0; i < count; i++)
        if (code_point >= ranges[i].first && code_point <= ranges[i].last)
            return true;
    return false;
}

bool domain__code_point_is_control(uint32_t code_point)
{
    return is_in(controls, sizeof controls / sizeof *controls, code_point);
}

bool domain__code_point_is_blank(uint32_t code_point)
{
    return is_in(blanks, sizeof blanks / sizeof *blanks, code_point);
}

/* How long a sequence with this first byte is, and which of its bits count; 0 for none. */
static size_t sequence_len(uint8_t first, uint32_t *bits)
{
    static const struct {
        uint8_t mask, lead;
    } leads[] = {{0x80, 0x00}, {0xE0, 0xC0}, {0xF0, 0xE0}, {0xF8, 0xF0}};
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        if ((first & leads[i].mask) == leads[i].lead) {
            *bits = first & (uint8_t)~leads[i].mask;
            return i + 1;
        }
    }
    return 0;
}

bool domain__code_point_next(lamina_str *text, uint32_t *code_point)
{
    /* The smallest value that needs this many bytes: anything below is an overlong form. */
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (text->len == 0)
        return false;

    uint32_t value = 0;
    size_t len = sequence_len((uint8_t)text->ptr[0], &value);
    if (len == 0 || len > text->len)
        return false;
    for (size_t i = 1; i < len; i++) {
        uint8_t byte = (uint8_t)text->ptr[i];
        if ((byte & 0xC0) != 0x80)
            return false;
        value = value << 6 | (byte & 0x3Fu);
    }
    if (value < smallest[len] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return false;

    *code_point = value;
    *text = (lamina_str){text->ptr + len, text->len - len};
    return true;
}
