public import TLSHandshake

/// One direction of a connection below its words: its TLS, and which packet brought what.
@usableFromInline
struct ReadDirection: Sendable {
  @usableFromInline var tls = TLSStream()
  var map = SourceMap()
}
