import PlainWords

/// A command that confirms a finding. A rule names what is to be tried; which form that takes the session decides: whether TLS
/// begins with the connection, what the server offers, which name the client gave.
public struct ConfirmingCommand: Sendable, Equatable {
  /// How far a test by swaks goes.
  enum MailTest: Equatable {
    /// Up to the first list of extensions.
    case hello
    /// Up to the list that counts: inside TLS where the session came that far.
    case list
    /// Up to TLS.
    case startTLS
    /// Up to a login.
    case login
    /// Up to a recipient, inside TLS where it is offered.
    case mail
    /// Up to a recipient, in TLS or in clear as the client did.
    case repetition
  }

  /// One run of `openssl s_client`.
  struct Handshake: Equatable {
    enum Start {
      case asSession, startTLS, atOnce
    }

    enum Naming {
      /// Asks for the server by its name.
      case named
      /// Leaves the name to the program.
      case left
      /// Asks for no name.
      case unnamed
    }

    var options: String
    var naming = Naming.named
    var start = Start.asSession
    /// Another port than the session's.
    var port: UInt16?
  }

  enum Kind: Equatable {
    case swaks(MailTest, port: UInt16?)
    case openssl(Handshake)
    case testssl
    case finger
    case byHand
    /// Whether a port answers, port by port; the session's own where none is named.
    case reach([UInt16])
    case reverseName
    case bothSides
    case mxLookup
    /// A look at the way to the server.
    case path(String)
    /// As it stands, with its blanks filled in.
    case raw(String)
    /// In the shell of an Exchange server: nothing where the server names itself as something else.
    case exchange(String)
  }

  /// Where a command is to be run, where that is not the client.
  enum Place: String {
    case client = ""
    case server = "on the server, towards the client"
    case firewall = "on the firewall"
    case eachSide = "on the server, or on each side of a firewall, at the same time"
  }

  let kind: Kind
  let place: Place

  init(_ kind: Kind, at place: Place = .client) {
    self.kind = kind
    self.place = place
  }

  static let hello = Self(.swaks(.hello, port: nil))
  static let list = Self(.swaks(.list, port: nil))
  static let startTLS = Self(.swaks(.startTLS, port: nil))
  static func startTLS(port: UInt16) -> Self { Self(.swaks(.startTLS, port: port)) }
  static let login = Self(.swaks(.login, port: nil))
  static let mail = Self(.swaks(.mail, port: nil))
  static let repetition = Self(.swaks(.repetition, port: nil))

  static func handshake(
    _ options: String = "", naming: Handshake.Naming = .named, start: Handshake.Start = .asSession, port: UInt16? = nil
  ) -> Self {
    Self(.openssl(Handshake(options: options, naming: naming, start: start, port: port)))
  }
  /// Every message of the handshake.
  static let trace = handshake("-msg")
  /// The same, with the certificates.
  static let messages = handshake("-showcerts -msg")
  static let certificates = handshake("-showcerts")
  static let verify = handshake("-showcerts -verify_return_error -verify_hostname {host}")
  static let clientCertificate = handshake("-cert CLIENT.pem -key CLIENT.key -cert_chain CHAIN.pem")
  static let version10 = handshake("-tls1 -cipher ALL:@SECLEVEL=0")
  static let version12 = handshake("-tls1_2")
  static let version13 = handshake("-tls1_3")
  static let smallHello = handshake("-groups X25519:P-256")
  static let noName = handshake(naming: .unnamed)
  static let implicitTLS = handshake(start: .atOnce)

  static let testssl = Self(.testssl)
  static let finger = Self(.finger)
  static let byHand = Self(.byHand)
  static let reach = Self(.reach([]))
  static func reach(_ ports: UInt16...) -> Self { Self(.reach(ports)) }
  static let reverseName = Self(.reverseName)
  static let bothSides = Self(.bothSides, at: .eachSide)
  static let mxLookup = Self(.mxLookup)
  static func path(_ command: String, at place: Place = .client) -> Self { Self(.path(command), at: place) }
  static func raw(_ command: String, at place: Place = .client) -> Self { Self(.raw(command), at: place) }
  static func exchange(_ command: String) -> Self { Self(.exchange(command)) }
  /// What a firewall of Cisco counts of its inspection of SMTP.
  static let inspectionCounts = raw("show service-policy inspect esmtp", at: .firewall)
}

extension ConfirmingCommand {
  /// The commands as they are to be pasted, each once; none of those that make no sense where the session ran.
  static func lines(_ commands: [ConfirmingCommand], for blanks: CommandBlanks) -> [String] {
    var lines: [String] = []
    for command in commands {
      for line in command.lines(for: blanks) {
        let line = command.place == .client ? line : "\(line)   # \(command.place.rawValue)"
        if !lines.contains(line) { lines.append(line) }
      }
    }
    return lines
  }

  /// Usually one; both forms where a session would decide between two, and there is none.
  func lines(for blanks: CommandBlanks) -> [String] {
    switch kind {
    case .swaks(let test, let port): Self.eitherWay(blanks) { Self.swaks(test, port, blanks, beginsWithTLS: $0) }
    case .openssl(let handshake):
      switch handshake.start {
      case .asSession: Self.eitherWay(blanks) { Self.openssl(handshake, blanks, beginsWithTLS: $0) }
      case .startTLS: [Self.openssl(handshake, blanks, beginsWithTLS: false)]
      case .atOnce: [Self.openssl(handshake, blanks, beginsWithTLS: true)]
      }
    case .testssl:
      Self.eitherWay(blanks) { beginsWithTLS in
        "testssl.sh \(beginsWithTLS ? "" : "--starttls \(blanks.isLMTP ? "lmtp" : "smtp") ")\(blanks.bracketed)"
      }
    case .finger:
      Self.eitherWay(blanks) { beginsWithTLS in
        "posttls-finger -t 30 \(beginsWithTLS ? "-w " : "")\(blanks.isLMTP ? "-S " : "")-l secure -L summary,verbose \"[\(blanks.host)]:\(blanks.port)\""
      }
    case .byHand: Self.eitherWay(blanks) { Self.byHand(blanks, beginsWithTLS: $0) }
    case .reach(let ports):
      (ports.isEmpty ? [blanks.port] : ports.map(String.init)).map { port in
        "nc -vz \(Self.bound(blanks, by: "-s"))\(blanks.server) \(port)"
      }
    case .reverseName: blanks.sourceIsLoopback ? [] : ["dig +short -x \(blanks.source)"]
    case .bothSides:
      blanks.serverIsLoopback
        ? [] : ["tcpdump -ni INTERFACE -s0 -w side.pcap host \(blanks.server) and tcp port \(blanks.port)"]
    case .mxLookup: ["dig MX RECIPIENT.DOMAIN"]
    case .path(let command): blanks.serverIsLoopback ? [] : [CommandTemplate(command).filled(blanks, as: .command)]
    case .raw(let command): [CommandTemplate(command).filled(blanks, as: .command)]
    case .exchange(let command):
      blanks.products.isEmpty || blanks.products.contains(.exchange)
        ? [CommandTemplate(command).filled(blanks, as: .command)] : []
    }
  }

  private static func eitherWay(_ blanks: CommandBlanks, _ line: (_ beginsWithTLS: Bool) -> String) -> [String] {
    if let known = blanks.beginsWithTLS { return [line(known)] }
    let (asked, atOnce) = (line(false), line(true))
    return asked == atOnce ? [asked] : [asked, atOnce + "   # where TLS begins with the connection"]
  }

  /// The option that sends from the client's address, where that address can be bound.
  private static func bound(_ blanks: CommandBlanks, by option: String) -> String {
    blanks.sourceIsLoopback ? "" : "\(option) \(blanks.source) "
  }

  private static func swaks(
    _ test: MailTest, _ port: UInt16?, _ blanks: CommandBlanks, beginsWithTLS: Bool
  ) -> String {
    // Of another port nothing is known but what it is for.
    let isOther = port.map { String($0) != blanks.port } ?? false
    let beginsWithTLS = isOther ? port == 465 : beginsWithTLS
    let mayAsk = isOther || blanks.mayOfferSTARTTLS
    let encrypts: Bool
    // A refusal of the message shows only when a message is sent.
    let last = blanks.cameToMessage ? nil : "RCPT"
    let end: String?
    switch test {
    case .hello:
      (encrypts, end) = (false, "FIRST-HELO")
    case .list:
      encrypts = blanks.cameIntoTLS && mayAsk
      end = encrypts && !beginsWithTLS ? "HELO" : "FIRST-HELO"
    case .startTLS:
      encrypts = mayAsk
      end = encrypts || beginsWithTLS ? "TLS" : "FIRST-HELO"
    case .login:
      encrypts = mayAsk
      end = blanks.login == .impossible ? "HELO" : "AUTH"
    case .mail:
      (encrypts, end) = (mayAsk, last)
    case .repetition:
      (encrypts, end) = (mayAsk && blanks.beganTLS, last)
    }
    var line = CommandLine("swaks")
    line.add("--server", blanks.server)
    line.add("--port", port.map { String($0) } ?? blanks.port)
    if blanks.isLMTP { line.add("--protocol LMTP") }
    if !blanks.sourceIsLoopback { line.add("--local-interface", blanks.source) }
    line.add("--helo", blanks.name)
    if beginsWithTLS { line.add("--tls-on-connect") } else if encrypts { line.add("--tls") }
    switch test {
    case .login:
      switch blanks.login {
      case .by(let mechanism):
        line.add("--auth", mechanism)
        line.add("--auth-user USER --auth-hide-password")
      case .byAny: line.add("--auth --auth-user USER --auth-hide-password")
      case .impossible: break
      }
    case .mail, .repetition: line.add("--from SENDER --to RECIPIENT")
    case .hello, .list, .startTLS: break
    }
    guard let end else { return line.text + "   # sends a test message" }
    line.add("--quit-after", end)
    return line.text
  }

  private static func openssl(_ handshake: Handshake, _ blanks: CommandBlanks, beginsWithTLS: Bool) -> String {
    var line = CommandLine("openssl s_client")
    if !beginsWithTLS { line.add(blanks.isLMTP ? "-starttls lmtp" : "-starttls smtp") }
    line.add("-connect", blanks.bracketed(port: handshake.port))
    if !beginsWithTLS { line.add("-name", blanks.name) }
    switch handshake.naming {
    case .named: line.add("-servername", blanks.host)
    case .left: break
    case .unnamed: line.add("-noservername")
    }
    if !handshake.options.isEmpty {
      line.add(CommandTemplate(handshake.options).filled(blanks, as: .command))
    }
    return line.text
  }

  /// A connection to type into: in clear, or inside TLS where nothing else is understood.
  private static func byHand(_ blanks: CommandBlanks, beginsWithTLS: Bool) -> String {
    beginsWithTLS
      ? "openssl s_client -quiet -crlf -connect \(blanks.bracketed) -servername \(blanks.host)"
      : "nc \(bound(blanks, by: "-s"))\(blanks.server) \(blanks.port)"
  }
}

/// A command, to which word by word is added.
private struct CommandLine {
  private var words: GatheredText

  var text: String { words.text }

  init(_ program: String) {
    // Nearly all are shorter.
    words = GatheredText(length: 192)
    words.add(program)
  }

  mutating func add(_ text: String) {
    words.add(0x20)
    words.add(text)
  }

  mutating func add(_ option: String, _ value: String) {
    add(option)
    add(value)
  }
}
