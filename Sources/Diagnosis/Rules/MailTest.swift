/// Commands that several rules of logging in and of policy name.
enum MailTest {
  static let login =
    "swaks --server {server} --port {port} --local-interface {source} --helo {name} --tls --auth LOGIN --auth-user USER --auth-hide-password --quit-after AUTH"
  static let mail =
    "swaks --server {server} --port {port} --local-interface {source} --helo {name} --tls --from SENDER --to RECIPIENT --quit-after RCPT"
  static let startTLS =
    "swaks --server {server} --port {port} --local-interface {source} --helo {name} --tls --quit-after TLS"
  static let hello =
    "swaks --server {server} --port {port} --local-interface {source} --helo {name} --quit-after FIRST-HELO"
  static let reverseName = "dig +short -x {source}"
}
