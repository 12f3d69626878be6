import Foundation

/// Exim, as the mail server and as the sender that delivers to it, each with a configuration and a spool in a folder of its own.
///
/// Nothing of the machine's own Exim is used or changed, and no daemon outlives the test.
struct MailServer {
  /// What is played, in its order, and how it has to end.
  enum Delivery: String, CaseIterable {
    /// Exim delivers under TLS.
    case healthy
    /// Exim verifies the server's certificate, and does not trust it.
    case untrusted
    /// Exim asks for TLS, and the server offers none.
    case notOffered
    /// OpenSSL's client, as a person types, delivers under TLS.
    case openSSL

    /// A client that ends TLS as soon as it stands may have minded the certificate, or only looked: nobody can tell.
    var outcome: String {
      switch self {
      case .healthy, .openSSL: "completed"
      case .untrusted: "undetermined"
      case .notOffered: "stopped"
      }
    }
  }

  static let refusal = Shell.refusal(["exim4", "openssl"])

  let folder: URL
  let address: String
  /// Where TLS is offered; on the next one it is not.
  let port: Int

  var ports: [Int] { [port, port + 1] }

  /// Writes the configurations; `false` where something for them is missing.
  func prepare() throws -> Bool {
    guard Peers.makeCertificate(in: folder),
      Peers.makeCertificate(in: folder, name: "ca.example.org", certificate: "other", key: "other-key")
    else { return false }
    try write("server", server)
    for delivery in Delivery.allCases { try write(delivery.rawValue, client(delivery)) }
    // Exim takes only root's word for its configuration, then lays down root's rights and becomes a user of its own.
    let theirs = (["server"] + Delivery.allCases.map(\.rawValue)).map { path("\($0).spool") } + [path("key.pem")]
    return Shell.run(["chown", "-R", "Debian-exim"] + theirs).succeeded
  }

  /// Starts the server with `before` in front of its command, and waits until it accepts connections.
  func start(before: [String]) throws -> Process? {
    let process = try Shell.start(before + ["exim4", "-C", path("server.conf"), "-bdf"])
    if Shell.wait(until: { log("server").contains("listening for SMTP") || !process.isRunning }), process.isRunning {
      return process
    }
    process.terminate()
    return nil
  }

  /// Plays one delivery to its end.
  func play(_ delivery: Delivery, before: [String]) -> Shell.Result {
    let command: String
    switch delivery {
    case .openSSL:
      // The pauses are the server's time to answer; without -quiet, a line that begins with R or Q would be an order to OpenSSL.
      command = """
        (for line in 'EHLO client.example.com' 'MAIL FROM:<alice@example.com>' 'RCPT TO:<bob@example.net>' DATA \
        'Subject: Minutes of Monday' '' 'Nothing in this message is real.' . QUIT; do sleep 0.7; printf '%s\\r\\n' "$line"; done; sleep 0.7) \
        | timeout 60 openssl s_client -quiet -connect \(address):\(port) -starttls smtp -name client.example.com
        """
    default:
      command = """
        printf 'Subject: Minutes of Monday\\n\\nNothing in this message is real.\\n' \
        | timeout 120 exim4 -C \(path(delivery.rawValue + ".conf")) -odf -f alice@example.com bob@example.net
        """
    }
    return Shell.run(before + ["sh", "-c", command])
  }

  /// What Exim logged, for whoever has to find out why a test fails.
  func log(_ name: String) -> String {
    (try? String(contentsOf: folder.appending(path: "\(name).spool/mainlog"), encoding: .utf8)) ?? ""
  }

  private func path(_ name: String) -> String { folder.path() + "/" + name }

  private func write(_ name: String, _ configuration: String) throws {
    let common = """
      spool_directory = \(path(name)).spool
      log_file_path = \(path(name)).spool/%slog
      pid_file_path = \(path(name)).spool/pid
      disable_ipv6 = true
      host_lookup =
      rfc1413_query_timeout = 0s
      keep_environment =

      """
    try (common + configuration).write(toFile: path("\(name).conf"), atomically: true, encoding: .utf8)
    try FileManager.default.createDirectory(atPath: path("\(name).spool"), withIntermediateDirectories: true)
  }

  private var server: String {
    """
    primary_hostname = mx.example.net
    daemon_smtp_ports = \(port) : \(port + 1)
    local_interfaces = \(address)
    tls_advertise_hosts = ${if eq{$received_port}{\(port)}{*}{}}
    tls_certificate = \(path("cert.pem"))
    tls_privatekey = \(path("key.pem"))
    # What was accepted stays in the spool, and goes with the folder.
    queue_only = true
    acl_smtp_rcpt = accept

    """
  }

  private func client(_ delivery: Delivery) -> String {
    let demands: String
    switch delivery {
    case .healthy, .openSSL: demands = ""
    case .notOffered: demands = "hosts_require_tls = *"
    case .untrusted:
      // Under TLS 1.2 the server's certificate is there to be seen.
      demands = """
        hosts_require_tls = *
          tls_verify_hosts = *
          tls_verify_certificates = \(path("other.pem"))
          tls_require_ciphers = NORMAL:-VERS-ALL:+VERS-TLS1.2
        """
    }
    return """
      primary_hostname = mail.example.com
      begin routers
      elsewhere:
        driver = manualroute
        route_list = * \(address)
        self = send
        transport = smtp
      begin transports
      smtp:
        driver = smtp
        port = \(delivery == .notOffered ? port + 1 : port)
        \(demands)
      begin retry
      * * F,1h,10m

      """
  }
}
