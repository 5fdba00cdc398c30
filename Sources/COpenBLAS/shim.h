// CBLAS from OpenBLAS, LAPACKE from Debian's liblapacke: Debian's OpenBLAS carries no LAPACKE
// symbols, and LAPACKE's calls bind to the LAPACK inside OpenBLAS.
#include <cblas.h>
#include <lapacke.h>
