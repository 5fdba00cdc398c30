// The header stands on its own.
#include "corridor.h"
