import SMTPSession

/// What belongs to an exchange, found by its place: the lists are in the order of their exchanges, and sessions of thousands of commands
/// ask for each.
extension Session {
  /// The login that the command at a place of `exchanges` began; `nil` where it began none.
  func authentication(at exchange: Int) -> AuthExchange? {
    let place = Self.place(authentications.count) { authentications[$0].exchange < exchange }
    return place < authentications.count && authentications[place].exchange == exchange ? authentications[place] : nil
  }

  /// The mail whose DATA was answered by `reply`, at a place of `exchanges`; `nil` where that is none's.
  func transaction(of reply: Reply, at exchange: Int) -> MailTransaction? {
    let place = Self.place(transactions.count) { transactions[$0].exchange < exchange } - 1
    return place >= 0 && transactions[place].dataReply === reply ? transactions[place] : nil
  }

  /// The wish for TLS at a place of `exchanges`; `nil` where none is there.
  func startTLSRequest(at exchange: Int) -> StartTLSRequest? {
    let place = Self.place(startTLSRequests.count) { startTLSRequests[$0].exchange < exchange }
    return place < startTLSRequests.count && startTLSRequests[place].exchange == exchange
      ? startTLSRequests[place] : nil
  }

  /// The first place that does not lie before, of `count` in order.
  private static func place(_ count: Int, isBefore: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if isBefore(middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
