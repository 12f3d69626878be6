import Foundation

/// Conversations that go on step by step as the test says: a server and its clients in one program, over real sockets.
final class SteeredMail {
  /// Bytes of the message that ``flood(_:)`` sends: many times the smallest kernel buffer.
  static let floodBytes = 16 << 20

  private static let program = """
    import socket, sys, threading
    address, port, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    listener = socket.create_server((address, port))

    def serve(connection):
        connection.sendall(b"220 mx.example.net ESMTP\\r\\n")
        rest, body = b"", False
        while True:
            data = connection.recv(1 << 16)
            if not data: break
            rest += data
            if body:
                if rest.endswith(b"\\r\\n.\\r\\n"):
                    rest, body = b"", False
                    connection.sendall(b"250 queued\\r\\n")
                rest = rest[-5:]
                continue
            while b"\\r\\n" in rest:
                line, rest = rest.split(b"\\r\\n", 1)
                verb = line[:4].upper()
                if verb == b"EHLO": connection.sendall(b"250-mx.example.net\\r\\n250 8BITMIME\\r\\n")
                elif verb == b"DATA":
                    body = True
                    connection.sendall(b"354 go on\\r\\n")
                elif verb == b"QUIT":
                    connection.sendall(b"221 bye\\r\\n")
                    connection.close()
                    return
                else: connection.sendall(b"250 ok\\r\\n")
        connection.close()

    def accept():
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    clients = {}

    def say(client, text):
        client.sendall(text.encode() + b"\\r\\n")
        hear(client)

    def hear(client):
        data = b""
        while not data.endswith(b"\\n"):
            more = client.recv(4096)
            if not more: return
            data += more

    print("ready", flush=True)
    for line in sys.stdin:
        step, name = line.split()
        if step == "open":
            clients[name] = socket.create_connection((address, port))
            hear(clients[name])
            for text in ("EHLO client.example.com", "MAIL FROM:<alice@example.com>", "RCPT TO:<bob@example.net>", "DATA"):
                say(clients[name], text)
            say(clients[name], "hello\\r\\n.")
        client = clients[name]
        if step == "flood":
            for text in ("MAIL FROM:<alice@example.com>", "RCPT TO:<bob@example.net>", "DATA"): say(client, text)
            row = b"x" * 70 + b"\\r\\n"
            piece = row * 900
            for _ in range(size // len(piece)): client.sendall(piece)
            say(client, ".")
        if step == "quit":
            say(client, "QUIT")
            client.close()
        print(step, name, flush=True)
    """

  private let process: Process
  private let input = Pipe()
  private let folder: URL

  /// Starts the program with `before` in front of its command.
  init(in folder: URL, address: String, port: Int, before: [String]) throws {
    self.folder = folder
    process = try Shell.start(
      before + ["python3", "-c", Self.program, address, String(port), String(Self.floodBytes)],
      output: try Shell.handle(folder, "steps"), errors: try Shell.handle(folder, "steps.errors"), input: input)
  }

  var isReady: Bool { Shell.wait { said.contains("ready") } }

  /// Connects, and sends a short message.
  func open(_ name: String) -> Bool { play("open", name) }
  /// Sends a message of ``floodBytes``.
  func flood(_ name: String) -> Bool { play("flood", name) }
  /// Says goodbye, and closes.
  func quit(_ name: String) -> Bool { play("quit", name) }

  func end() { process.terminate() }

  private func play(_ step: String, _ name: String) -> Bool {
    begin(step, name)
    return Shell.wait { said.contains("\(step) \(name)") }
  }

  /// The same without waiting for its end.
  func begin(_ step: String, _ name: String) {
    try? input.fileHandleForWriting.write(contentsOf: Data("\(step) \(name)\n".utf8))
  }

  private var said: [String] {
    ((try? Shell.text(folder, "steps")) ?? "").split(separator: "\n").map(String.init)
  }
}
