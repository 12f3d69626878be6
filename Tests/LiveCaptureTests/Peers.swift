import Foundation
import TestSupport

/// A mail server and its clients, in Python: real sockets, real TLS.
enum Peers {
  /// Sessions that ``play(on:)`` makes, in their order: one that completes under TLS, one whose client does not trust the server's
  /// certificate, and one with a server that offers no STARTTLS.
  static let sessions = 3

  private static let program = """
    import smtplib, socket, ssl, sys, threading, time
    address, port, certificate, key = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
    role = sys.argv[5]

    def serve(connection, offers):
        stream = connection.makefile("rwb", buffering=0)
        def say(text): stream.write(text.encode() + b"\\r\\n")
        say("220 mx.example.net ESMTP")
        try:
            while True:
                line = stream.readline()
                if not line: break
                verb = line.split()[0].upper() if line.split() else b""
                if verb == b"EHLO":
                    say("250-mx.example.net")
                    if offers: say("250-STARTTLS")
                    say("250 8BITMIME")
                elif verb == b"STARTTLS" and offers:
                    say("220 Ready to start TLS")
                    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                    context.load_cert_chain(certificate, key)
                    connection = context.wrap_socket(connection, server_side=True)
                    stream = connection.makefile("rwb", buffering=0)
                    offers = False
                elif verb == b"DATA":
                    say("354 go on")
                    while stream.readline() not in (b".\\r\\n", b""): pass
                    say("250 queued")
                elif verb == b"QUIT":
                    say("221 bye")
                    break
                elif verb in (b"MAIL", b"RCPT", b"RSET", b"NOOP"): say("250 ok")
                else: say("502 not implemented")
        except OSError: pass
        connection.close()

    def server():
        listener = socket.create_server((address, port))
        print("ready", flush=True)
        count = 0
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=serve, args=(connection, count % 3 != 2), daemon=True).start()
            count += 1

    def client(verifies, offers):
        session = smtplib.SMTP(address, port, local_hostname="client.example.com", timeout=10)
        try:
            session.ehlo()
            if offers:
                context = ssl.create_default_context()
                if not verifies:
                    context.check_hostname = False
                    context.verify_mode = ssl.CERT_NONE
                session.starttls(context=context)
                session.sendmail("alice@example.com", ["bob@example.net"], "Subject: test\\r\\n\\r\\n" + "hello\\r\\n" * 40)
            session.quit()
        except (ssl.SSLError, smtplib.SMTPException): pass
        session.close()
        time.sleep(0.05)

    if role == "server": server()
    else:
        if role == "both": threading.Thread(target=server, daemon=True).start()
        for _ in range(100):
            time.sleep(0.1)
            try:
                client(False, True)
                break
            except OSError: pass
        client(True, True)
        client(False, False)
    """

  /// Why the peers cannot be played here; `nil` where they can.
  static let refusal = Shell.refusal(["python3", "openssl", "ip"])

  /// The arguments of a program that plays a role (`server`, `client`, `both`) with a certificate in `folder`.
  static func arguments(role: String, address: String, port: Int, folder: URL) -> [String] {
    ["python3", "-c", program, address, String(port), folder.path() + "/cert.pem", folder.path() + "/key.pem", role]
  }

  /// Makes a certificate that nobody has signed but itself, and its key: `cert.pem` and `key.pem`, where not named otherwise.
  static func makeCertificate(
    in folder: URL, name: String = "mx.example.net", certificate: String = "cert", key: String = "key"
  ) -> Bool {
    Shell.run([
      "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "\(folder.path())/\(key).pem", "-out",
      "\(folder.path())/\(certificate).pem", "-days", "2", "-subj", "/CN=\(name)", "-addext",
      "subjectAltName=DNS:\(name)",
    ]).succeeded
  }
}

/// Programs that tests start.
enum Shell {
  struct Result {
    var status: Int32
    var output: String
    var errors: String

    var succeeded: Bool { status == 0 }
  }

  static func start(_ arguments: [String], output: Any? = nil, errors: Any? = nil, input: Any? = nil) throws -> Process
  {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    process.standardOutput = output ?? FileHandle.nullDevice
    process.standardError = errors ?? FileHandle.nullDevice
    process.standardInput = input ?? FileHandle.nullDevice
    // A program is started with the signals blocked that its starter blocks, and tests run on threads that block most: what is
    // started must be possible to end.
    var none = sigset_t()
    var before = sigset_t()
    // Unsafe: the sets are lent for the calls.
    unsafe sigemptyset(&none)
    unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    try process.run()
    return process
  }

  /// Runs a program to its end. Its output goes through files, so that none of it can block.
  static func run(_ arguments: [String]) -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "smtptrace-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      let process = try start(arguments, output: try handle(folder, "out"), errors: try handle(folder, "err"))
      process.waitUntilExit()
      return Result(status: process.terminationStatus, output: try text(folder, "out"), errors: try text(folder, "err"))
    } catch {
      return Result(status: -1, output: "", errors: "\(error)")
    }
  }

  static func handle(_ folder: URL, _ name: String) throws -> FileHandle {
    let url = folder.appending(path: name)
    _ = FileManager.default.createFile(atPath: url.path(), contents: nil)
    return try FileHandle(forWritingTo: url)
  }

  static func text(_ folder: URL, _ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
  }

  /// Why one of these programs cannot be started; `nil` where all can.
  static func refusal(_ programs: [String]) -> String? {
    programs.first { !run(["sh", "-c", "command -v \($0)"]).succeeded }.map { "\($0) is not installed" }
  }

  /// Asks again and again until it is so; `false` after a time in which even a busy machine gets there.
  static func wait(seconds: Double = 90, until condition: () -> Bool) -> Bool {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
      if condition() { return true }
      Thread.sleep(forTimeInterval: 0.05)
    }
    return condition()
  }
}
