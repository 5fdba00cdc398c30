// The one routine of Fortran's runtime that LAPACK's double precision asks for: two texts, one after the other, as
// far as there is room, with blanks behind. With it the runtime need not be linked, nor what that needs in turn,
// libquadmath with its LGPL among it. Should LAPACK ask for another, the link fails.

#include <stddef.h>
#include <string.h>

void _gfortran_concat_string(
  size_t room, char *target, size_t first_length, const char *first, size_t second_length, const char *second) {
  if (first_length > room) first_length = room;
  if (second_length > room - first_length) second_length = room - first_length;
  // Text of Fortran may overlap with its target.
  memmove(target, first, first_length);
  memmove(target + first_length, second, second_length);
  size_t length = first_length + second_length;
  memset(target + length, ' ', room - length);
}
