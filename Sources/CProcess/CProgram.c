// For unshare and pipe2, whatever the dialect.
#define _GNU_SOURCE

#include "CProgram.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__linux__)
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

// Lowers a limit. A lower one of the calling process stays.
static int limit(int resource, int64_t value) {
  struct rlimit old;
  if (getrlimit(resource, &old) == -1) return -1;
  rlim_t wanted = (rlim_t)value;
  if (old.rlim_max != RLIM_INFINITY && old.rlim_max < wanted) wanted = old.rlim_max;
  // At the lower limit of processor time, the system sends SIGXCPU, and at the higher one SIGKILL.
  rlim_t most = resource == RLIMIT_CPU && wanted == (rlim_t)value ? wanted + 1 : wanted;
  if (old.rlim_max != RLIM_INFINITY && old.rlim_max < most) most = old.rlim_max;
  struct rlimit new = {.rlim_cur = wanted, .rlim_max = most};
  return setrlimit(resource, &new);
}

static void leave_network(void) {
#if defined(__linux__)
  // A process with the right to do so needs no namespace of users, in which it would lose its
  // rights on files.
  if (unshare(CLONE_NEWNET) == -1) unshare(CLONE_NEWUSER | CLONE_NEWNET);
#endif
}

// Closes all files from a number on.
static void close_files(int first, int end) {
#if defined(__linux__) && defined(SYS_close_range)
  if (syscall(SYS_close_range, (unsigned)first, ~0u, 0u) == 0) return;
#endif
  for (int number = first; number < end; number++) close(number);
}

// Moves a file to the number 3 or above, so that the standard files do not replace it.
static int raised(int number) { return number > 2 ? number : fcntl(number, F_DUPFD, 3); }

// Becomes the program. Runs in the new process, whose memory is a copy of that of many threads: only
// functions that are safe in handlers of signals may be called. Returns after an error.
//
// `report` is the number of the pipe for the error, which closes itself when the program begins.
static void become(const xunwen_program *program, int output, int errors, int *report, int file_end,
                   pid_t parent) {
  if (setpgid(0, 0) == -1) return;
#if defined(__linux__)
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) == -1) return;
  // The parent may have ended before.
  if (getppid() != parent) return;
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1) return;
#else
  (void)parent;
#endif
  struct sigaction action = {0};
  action.sa_handler = SIG_DFL;
  for (int number = 1; number < NSIG; number++) sigaction(number, &action, NULL);
  sigset_t none;
  sigemptyset(&none);
  if (sigprocmask(SIG_SETMASK, &none, NULL) == -1) return;
  int input = open("/dev/null", O_RDONLY);
  output = raised(output);
  errors = raised(errors);
  int reporting = raised(*report);
  if (input == -1 || output == -1 || errors == -1 || reporting == -1) return;
  *report = reporting;
  if (dup2(input, 0) == -1 || dup2(output, 1) == -1 || dup2(errors, 2) == -1) return;
  if (reporting != 3 && dup2(reporting, 3) == -1) return;
  *report = 3;
  if (fcntl(3, F_SETFD, FD_CLOEXEC) == -1) return;
  close_files(4, file_end);
  if (chdir(program->folder) == -1) return;
  leave_network();
  if (limit(RLIMIT_CORE, 0) == -1 || limit(RLIMIT_CPU, program->seconds) == -1 ||
      limit(RLIMIT_FSIZE, program->file_bytes) == -1 || limit(RLIMIT_AS, program->memory) == -1) {
    return;
  }
  if (!program->may_start_programs && limit(RLIMIT_NPROC, 0) == -1) return;
  execve(program->path, program->arguments, program->environment);
}

static void close_both(const int *ends) {
  if (ends[0] != -1) close(ends[0]);
  if (ends[1] != -1) close(ends[1]);
}

static int make_pipe(int *ends) {
#if defined(__linux__)
  return pipe2(ends, O_CLOEXEC);
#else
  if (pipe(ends) == -1) return -1;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  return 0;
#endif
}

int xunwen_program_start(const xunwen_program *program, xunwen_started *started) {
  int output[2] = {-1, -1}, errors[2] = {-1, -1}, report[2] = {-1, -1};
  if (make_pipe(output) == -1 || make_pipe(errors) == -1 || make_pipe(report) == -1) {
    int code = errno;
    close_both(output);
    close_both(errors);
    close_both(report);
    return code;
  }
  long files = sysconf(_SC_OPEN_MAX);
  int file_end = files > 0 && files < 65536 ? (int)files : 65536;
  pid_t parent = getpid();
  // No handler of this process may run in the new one.
  sigset_t all, old;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &old);
  pid_t process = fork();
  int code = errno;
  if (process == 0) {
    become(program, output[1], errors[1], &report[1], file_end, parent);
    code = errno;
    ssize_t written = write(report[1], &code, sizeof code);
    (void)written;
    _exit(127);
  }
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  close(output[1]);
  close(errors[1]);
  close(report[1]);
  if (process == -1) {
    close(output[0]);
    close(errors[0]);
    close(report[0]);
    return code;
  }
  // The pipe ends without a byte when the program has begun.
  int failure = 0;
  ssize_t count;
  do count = read(report[0], &failure, sizeof failure);
  while (count == -1 && errno == EINTR);
  close(report[0]);
  if (count != 0) {
    close(output[0]);
    close(errors[0]);
    xunwen_program_end(process);
    return failure != 0 ? failure : EIO;
  }
  fcntl(output[0], F_SETFL, O_NONBLOCK);
  fcntl(errors[0], F_SETFL, O_NONBLOCK);
  *started = (xunwen_started){.process = process, .output = output[0], .errors = errors[0]};
  return 0;
}

bool xunwen_program_has_ended(int64_t process) {
  siginfo_t information;
  memset(&information, 0, sizeof information);
  int result;
  do result = waitid(P_PID, (id_t)process, &information, WEXITED | WNOHANG | WNOWAIT);
  while (result == -1 && errno == EINTR);
  return result == -1 || information.si_pid != 0;
}

xunwen_ending xunwen_program_end(int64_t process) {
  // The process is not waited for yet, so that its number belongs to no other group.
  kill(-(pid_t)process, SIGKILL);
  kill((pid_t)process, SIGKILL);
  int status = 0;
  pid_t waited;
  do waited = waitpid((pid_t)process, &status, 0);
  while (waited == -1 && errno == EINTR);
  if (waited == -1) return (xunwen_ending){.status = -1, .signal = 0};
  if (WIFSIGNALED(status)) return (xunwen_ending){.status = -1, .signal = WTERMSIG(status)};
  return (xunwen_ending){.status = WEXITSTATUS(status), .signal = 0};
}
