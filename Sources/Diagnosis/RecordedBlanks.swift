package import PacketLayers
package import SMTPSession

/// What commands and remedies are filled in from, of one session, to be written down: so that a session may be judged again where the
/// session itself is not at hand.
package struct RecordedBlanks: Sendable, Equatable {
  package var client: Endpoint
  package var server: Endpoint
  /// The name that the client gave; `nil` where it gave none.
  package var clientName: String?
  /// When it was, in words, for a search in a log.
  package var time: String
  /// The name to ask the server for, or the words that stand for it.
  package var host: String
  package var isLMTP: Bool
  /// Whether TLS begins with the connection there.
  package var beginsWithTLS: Bool
  package var mayOfferSTARTTLS: Bool
  /// Whether a device on the way left its mark on the session.
  package var bearsMask: Bool
  package var beganTLS: Bool
  package var cameIntoTLS: Bool
  package var cameToMessage: Bool
  /// How a test logs in: a mechanism, `*` for any that the server offers, empty where the server offers none that a test can do.
  package var login: String
  /// The products that the server names as its own.
  package var products: [String]

  package init(_ session: Session) {
    let blanks = CommandBlanks.session(session)
    client = session.client
    server = session.server
    clientName = session.clientHelloName
    time = blanks.time
    host = blanks.host
    isLMTP = blanks.isLMTP
    beginsWithTLS = blanks.beginsWithTLS ?? false
    mayOfferSTARTTLS = blanks.mayOfferSTARTTLS
    bearsMask = blanks.bearsMask
    beganTLS = blanks.beganTLS
    cameIntoTLS = blanks.cameIntoTLS
    cameToMessage = blanks.cameToMessage
    login = blanks.login.word
    products = blanks.products.map(\.name)
  }

  package init(
    client: Endpoint, server: Endpoint, clientName: String?, time: String, host: String, isLMTP: Bool,
    beginsWithTLS: Bool, mayOfferSTARTTLS: Bool, bearsMask: Bool, beganTLS: Bool, cameIntoTLS: Bool,
    cameToMessage: Bool, login: String, products: [String]
  ) {
    self.client = client
    self.server = server
    self.clientName = clientName
    self.time = time
    self.host = host
    self.isLMTP = isLMTP
    self.beginsWithTLS = beginsWithTLS
    self.mayOfferSTARTTLS = mayOfferSTARTTLS
    self.bearsMask = bearsMask
    self.beganTLS = beganTLS
    self.cameIntoTLS = cameIntoTLS
    self.cameToMessage = cameToMessage
    self.login = login
    self.products = products
  }
}

extension LoginTest {
  init(word: String) {
    self = word.isEmpty ? .impossible : LoginTest.known(word).map(LoginTest.by) ?? .byAny
  }

  var word: String {
    switch self {
    case .by(let mechanism): mechanism
    case .byAny: "*"
    case .impossible: ""
    }
  }
}
