/// What the server's port is registered for (RFC 5321, RFC 6409, RFC 8314).
public enum ServicePort: Sendable, Equatable {
  /// 25: relay between mail servers.
  case smtp
  /// 587 (and 2525, which many providers open beside it): submission, TLS by STARTTLS.
  case submission
  /// 465: submission with TLS from the first byte.
  case submissions
  /// Any other port; mail was found there by its content or by the user's word.
  case other

  public init(port: UInt16) {
    switch port {
    case 25: self = .smtp
    case 587, 2525: self = .submission
    case 465: self = .submissions
    default: self = .other
    }
  }
}
