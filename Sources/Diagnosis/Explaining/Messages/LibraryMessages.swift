extension KnownMessage {
  /// What the TLS libraries write, whatever program they are in.
  static let libraries: [KnownMessage] = alerts + openSSL + gnuTLSAndNSS
}
