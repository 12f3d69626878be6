package import Reports

/// What a history tells, as documents: the answers to the commands.
package struct HistoryTeller {
  package enum Format: Sendable { case text, json, markdown }

  private let store: HistoryStore
  private let style: TextStyle

  package init(_ store: HistoryStore, style: TextStyle) {
    self.store = store
    self.style = style
  }

  /// The peers, from each hub.
  ///
  /// - Parameter name: Which; `nil` for all.
  package func peers(named name: String?, as format: Format) throws(HistoryError) -> [UInt8] {
    try store.view { view in
      let peers = try named(name, in: view).map { try view.history(of: $0) }
      return written(peers, isWhole: false, as: format, Wording(view))
    }
  }

  /// The story of the peers that a name stands for.
  ///
  /// - Parameter isOne: Whether all that fit are told as one.
  package func story(of name: String, isOne: Bool, as format: Format) throws(HistoryError) -> [UInt8] {
    try store.view { view in
      var peers = try named(name, in: view)
      if isOne, peers.count > 1, let all = Peer.joined(peers, as: CleanText.line(name)) { peers = [all] }
      let histories = try peers.map { try view.history(of: $0) }
      if format == .json { return written(histories, isWhole: true, as: format, Wording(view)) }
      let text = HistoryText(wording: Wording(view), style: style)
      var elsewhere = SameDays(of: histories)
      let own = Set(peers.map(\.title))
      for peer in view.peers where !own.contains(peer.title) && !elsewhere.isEmpty {
        let other = try view.history(of: peer)
        elsewhere.add(other) { text.wording.headline($0, of: other) }
      }
      var lines: [String] = []
      for history in histories {
        if !lines.isEmpty { lines.append("") }
        lines += text.story(history)
        lines += text.elsewhere(elsewhere.changes(onDaysOf: history))
      }
      return bytes(lines)
    }
  }

  /// What is new; and whether something is.
  package func changes(
    since: Int64, until: Int64, as format: Format
  ) throws(HistoryError) -> (document: [UInt8], isEmpty: Bool) {
    try store.view { view in
      let news = try HistoryNews(view, since: since, until: until)
      let wording = Wording(view)
      switch format {
      case .text: return (bytes(HistoryText(wording: wording, style: style).changes(news)), news.isEmpty)
      case .markdown: return (bytes(NewsMarkdown(wording: wording).lines(news)), news.isEmpty)
      case .json:
        var json = HistoryJSON(wording)
        json.document(news)
        return (json.json.bytes, news.isEmpty)
      }
    }
  }

  /// A page with a chart of each peer.
  ///
  /// - Parameter tool: The program with its version, as the page names it.
  package func page(of name: String?, title: String?, tool: String) throws(HistoryError) -> [UInt8] {
    try store.view { view in
      let peers = try named(name, in: view).sorted {
        $0.sessions != $1.sessions ? $0.sessions > $1.sessions : $0.title < $1.title
      }
      var page = HistoryPage(
        wording: Wording(view), title: title ?? "History of mail peers", tool: tool, peers: peers.count)
      page.add(try peers.prefix(HistoryPage.maximumPeers).map { try view.history(of: $0) })
      let onPage = Set(peers.prefix(HistoryPage.maximumPeers).map(\.title))
      if page.hasChanges {
        for peer in view.peers where !onPage.contains(peer.title) { page.addElsewhere(try view.history(of: peer)) }
      }
      return page.bytes()
    }
  }

  private func named(_ name: String?, in view: HistoryStore.View) throws -> [Peer] {
    guard let name else { return view.peers }
    let peers = try view.peers(named: name)
    guard peers.isEmpty else { return peers }
    if view.peers.isEmpty {
      throw HistoryError(
        .missing,
        "no peer is named \(CleanText.line(name)): nothing is stored yet; smtptrace history add puts sessions into it")
    }
    throw HistoryError(
      .missing,
      "no peer is named \(CleanText.line(name)); smtptrace history peers lists the \(view.peers.count) that were met, and * stands for anything"
    )
  }

  private func written(_ peers: [PeerHistory], isWhole: Bool, as format: Format, _ wording: Wording) -> [UInt8] {
    if format != .json { return bytes(HistoryText(wording: wording, style: style).peers(peers)) }
    var json = HistoryJSON(wording)
    json.document(peers, isWhole: isWhole)
    return json.json.bytes
  }

  private func bytes(_ lines: [String]) -> [UInt8] {
    Array(lines.map { style.printable($0) + "\n" }.joined().utf8)
  }
}
