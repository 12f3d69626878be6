import SMTPTranscript

/// Tells under which cover readable words crossed the wire.
struct LayerReader {
  private let usual: Layer
  /// The end of the positive reply to STARTTLS, where no TLS follows in the capture.
  private let promise: Moment?
  /// When the first words inside TLS came that was opened.
  private let inside: Moment?

  /// - Parameters:
  ///   - sawTLS: Whether the capture holds bytes of TLS: then nobody took TLS off, and what is readable was sent so.
  ///   - inside: When the first words inside it came; `nil` where none were opened.
  init(_ exchanges: [Exchange], servicePort: ServicePort, sawTLS: Bool, inside: Moment? = nil) {
    self.inside = inside
    usual = servicePort == .submissions && !sawTLS ? .unknown : .clear
    let acceptance = exchanges.last {
      $0.command.verb.asksForTLS && ($0.reply?.isPositiveCompletion ?? false)
    }
    promise = sawTLS ? nil : acceptance?.reply?.last
  }

  /// Words that `moment` completed.
  func layer(at moment: Moment) -> Layer {
    if let inside, moment.packet >= inside.packet { return .tls }
    // What came in the packet of the promise, or before it, was sent without waiting for it.
    if let promise, moment.packet > promise.packet { return .unknown }
    return usual
  }

  func layer(of command: Command) -> Layer { layer(at: command.at) }
}
