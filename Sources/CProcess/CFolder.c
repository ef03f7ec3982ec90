#include "CFolder.h"

#ifdef __linux__
#include <sys/vfs.h>

bool xunwen_reports_changes(const char *path) {
  struct statfs facts;
  if (statfs(path, &facts) != 0) return false;
  // The magic numbers of linux/magic.h, which old headers have only in part.
  switch ((unsigned long)facts.f_type & 0xFFFFFFFFUL) {
  case 0x6969:      // NFS
  case 0x517B:      // SMB
  case 0xFF534D42:  // CIFS
  case 0xFE534D42:  // SMB 2
  case 0x01021997:  // 9P
  case 0x00C36400:  // Ceph
  case 0x5346414F:  // OpenAFS
  case 0x6B414653:  // AFS
  case 0x65735546:  // FUSE, such as sshfs
  case 0x786F4256:  // folders that VirtualBox shares
  case 0xBACBACBC:  // folders that VMware shares
    return false;
  default:
    return true;
  }
}
#else
bool xunwen_reports_changes(const char *path) {
  (void)path;
  return false;
}
#endif
