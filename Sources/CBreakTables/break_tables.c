#include "break_tables.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char hansen[] = {
#embed "hansen.csv"
};

const unsigned char *hansen_csv(void) { return hansen; }

size_t hansen_csv_count(void) { return sizeof hansen; }
