// Starting server programs.
#include "support/servers/server_process.hpp"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <fstream>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace orm_test {
namespace {

using namespace std::chrono_literals;

[[noreturn]] void fail(const std::string& what) { throw std::system_error(errno, std::generic_category(), what); }

// Runs `work` in a thread that lives as long as this process: a parent's death is, to the kernel, the end of the thread
// that forked, and a test's own thread may end before the server should.
pid_t in_lasting_thread(const std::function<pid_t()>& work) {
  struct request {
    const std::function<pid_t()>* work;
    std::promise<pid_t> made;
  };
  static std::mutex turn;
  static int queue[2] = {-1, -1};
  const std::lock_guard lock(turn);
  if (queue[0] < 0) {
    if (pipe2(queue, O_CLOEXEC) != 0) fail("pipe");
    std::thread([] {
      for (request* next = nullptr; read(queue[0], &next, sizeof next) == sizeof next;)
        next->made.set_value((*next->work)());
    }).detach();
  }
  request mine{&work, {}};
  request* const address = &mine;
  if (write(queue[1], &address, sizeof address) != sizeof address) fail("pipe");
  return mine.made.get_future().get();
}

// In the child, between fork() and exec(): nothing but calls that are safe there.
[[noreturn]] void become(const std::vector<char*>& words, int log, const server_user& user, pid_t parent) {
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  dup2(log, STDOUT_FILENO);
  dup2(log, STDERR_FILENO);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  signal(SIGPIPE, SIG_DFL);
  const bool dropped =
      geteuid() != 0 || (setgroups(0, nullptr) == 0 && setgid(user.group) == 0 && setuid(user.user) == 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // after setuid(), which forgets it
  if (dropped && getppid() == parent) execv(words.front(), words.data());
  _exit(127);
}

std::map<pid_t, std::vector<pid_t>> children_of_all() {
  std::map<pid_t, std::vector<pid_t>> children;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    std::string text;
    std::getline(std::ifstream(entry.path() / "stat"), text);
    const std::size_t end = text.rfind(')');  // of the program's name, which may hold anything
    if (end != std::string::npos) children[std::stoi(text.substr(end + 4))].push_back(std::stoi(name));
  }
  return children;
}

}  // namespace

const server_user& server_user::get() {
  static const server_user chosen = [] {
    if (geteuid() != 0) return server_user{geteuid(), getegid()};
    for (const char* name : {"postgres", "nobody"})
      if (const passwd* found = getpwnam(name)) return server_user{found->pw_uid, found->pw_gid};
    throw std::runtime_error("there is neither a user \"postgres\" nor \"nobody\" to run servers as");
  }();
  return chosen;
}

void server_user::own(const std::filesystem::path& path) const {
  if (chown(path.c_str(), user, group) != 0) fail("chown " + path.string());
}

server_process::server_process(std::vector<std::string> words, std::filesystem::path log) {
  const int file = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (file < 0) fail(log.string());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const server_user& user = server_user::get();
  const pid_t parent = getpid();
  id_ = in_lasting_thread([&] {
    const pid_t made = fork();
    if (made == 0) become(pointers, file, user, parent);
    return made;
  });
  close(file);
  if (id_ < 0) throw std::runtime_error("can't start " + words.front());
}

server_process::~server_process() { kill(); }

bool server_process::running() {
  if (id_ < 0) return false;
  int status = 0;
  if (waitpid(id_, &status, WNOHANG) == 0) return true;
  status_ = status;
  id_ = -1;
  return false;
}

int server_process::wait() {
  if (id_ > 0) {
    while (waitpid(id_, &status_, 0) < 0 && errno == EINTR) {
    }
    id_ = -1;
  }
  return WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
}

void server_process::stop(int signal) {
  if (id_ < 0) return;
  ::kill(id_, signal);
  for (const auto deadline = std::chrono::steady_clock::now() + 10s; running();) {
    if (std::chrono::steady_clock::now() > deadline) return kill();
    std::this_thread::sleep_for(2ms);
  }
}

std::vector<pid_t> server_process::family() const {
  std::vector<pid_t> all;
  if (id_ < 0) return all;
  auto children = children_of_all();
  all.push_back(id_);
  for (std::size_t i = 0; i < all.size(); ++i)
    for (const pid_t child : children[all[i]]) all.push_back(child);
  return all;
}

// The head is held first, so that it neither starts another child nor mourns those it has. Nobody is left in the end: a
// server that is started anew would find its memory in use.
void server_process::kill() {
  if (id_ < 0) return;
  ::kill(id_, SIGSTOP);
  siginfo_t stopped;
  waitid(P_PID, static_cast<id_t>(id_), &stopped, WSTOPPED | WEXITED | WNOWAIT);
  std::vector<int> ends;
  for (const pid_t each : family()) {
    ends.push_back(static_cast<int>(syscall(SYS_pidfd_open, each, 0)));
    ::kill(each, SIGKILL);
  }
  for (const int each : ends) {
    pollfd ended = {each, POLLIN, 0};
    if (each < 0) continue;
    poll(&ended, 1, 10'000);
    close(each);
  }
  wait();
}

void server_process::pause() {
  for (const pid_t each : family()) ::kill(each, SIGSTOP);
}

void server_process::resume() {
  for (const pid_t each : family()) ::kill(each, SIGCONT);
}

}  // namespace orm_test
