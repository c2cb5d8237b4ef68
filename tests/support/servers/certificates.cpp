// Calls openssl.
#include "support/servers/certificates.hpp"

#include <stdexcept>

#include "support/temporary_directory.hpp"

namespace orm_test {

certificates::certificates(const std::string& host) {
  const std::string openssl = find_program("openssl", "openssl");
  const std::string log = directory_.write("openssl.log", "");
  const auto run = [&](std::vector<std::string> words) {
    words.insert(words.begin(), openssl);
    if (server_process(words, log).wait() != 0) throw std::runtime_error("openssl failed:\n" + read_text(log));
  };
  const std::string names = host.empty() ? "DNS:localhost,IP:127.0.0.1" : "DNS:" + host;
  run({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
       "/CN=orm tests", "-keyout", directory_.file("ca.key"), "-out", authority()});
  run({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=server", "-addext",
       "subjectAltName=" + names, "-keyout", key(), "-out", directory_.file("server.csr")});
  run({"x509", "-req", "-days", "2", "-in", directory_.file("server.csr"), "-CA", authority(), "-CAkey",
       directory_.file("ca.key"), "-CAcreateserial", "-copy_extensions", "copy", "-out", certificate()});
  std::filesystem::permissions(directory_.path(), std::filesystem::perms(0755));  // clients read the authority's
}

}  // namespace orm_test
