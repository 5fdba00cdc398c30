// Tables of structural-break tests, compiled in as they stand: an array literal of their size in
// Swift takes half a minute to compile, #embed takes hundredths of a second.
#ifndef BREAK_TABLES_H
#define BREAK_TABLES_H

#include <stddef.h>

/// The bytes of hansen.csv, the coefficients of Hansen (1997) as R strucchange 1.5-3 carries them.
const unsigned char *hansen_csv(void);
size_t hansen_csv_count(void);

#endif
