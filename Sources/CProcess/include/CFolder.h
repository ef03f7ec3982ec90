// The file system of a folder.

#pragma once

#include <stdbool.h>

// True when the system reports every change of files in the folder to this process. False for file
// systems that other machines or programs change without the system, and when this is not known.
bool xunwen_reports_changes(const char *path);
