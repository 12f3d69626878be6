import ByteParsing
import CaptureFiles
import PacketLayers
import SMTPTranscript
import StreamAssembly
import TLSHandshake

/// Makes the session of one connection out of everything that was gathered about it.
struct SessionBuilder {
  let ended: EndedConnection
  let conversation: ReadConversation

  init(_ ended: EndedConnection) {
    self.ended = ended
    conversation = ReadConversation(ended)
  }

  func session() -> Session {
    let dialogue = DialogueReader(conversation, configuration: ended.configuration)
    let tls = TLSReader(conversation: conversation).facts()
    let servicePort = ServicePort(port: ended.server.port)
    let layers = LayerReader(
      dialogue.exchanges, servicePort: servicePort, sawTLS: tls != nil, inside: conversation.beganInside)
    let clear = ClearAfterTLS(conversation, firstSaid: dialogue.said)
    let ending = EndingReader.ending(of: ended)
    let hellos = HelloReader.hellos(in: dialogue.exchanges, layers: layers)
    let sensitive =
      dialogue.text.holdsSensitive
      ? SensitiveReader(text: dialogue.text, end: conversation.firstInside ?? .max).ranges() : []
    return Session(
      Session.Fields(
        id: ended.id, protocolName: protocolName(hellos, greeting: dialogue.greeting), client: ended.client,
        server: ended.server, servicePort: servicePort, start: ended.firstSeen, end: ended.lastSeen,
        completion: ended.completion,
        transcript: Transcript(TranscriptMaker(conversation, dialogue.text, clear, layers)),
        greeting: dialogue.greeting, exchanges: dialogue.exchanges, hellos: hellos,
        startTLSRequests: startTLSRequests(dialogue.exchanges, hellos),
        authentications: dialogue.hasLogins
          ? AuthReader(dialogue: dialogue, conversation: conversation, layers: layers).authentications() : [],
        transactions: TransactionReader(dialogue, layers: layers).transactions,
        unsolicitedReplies: clear.replies.isEmpty ? dialogue.unsolicited : dialogue.unsolicited + clear.replies,
        proxyHeader: dialogue.proxyHeader,
        notSMTP: dialogue.notSMTP, tls: tls, ending: ending, visibility: visibility(clear),
        messages: conversation.parser.messages, endPatterns: conversation.parser.endPatterns,
        clientFlow: ended.clientFlow, serverFlow: ended.serverFlow, icmpErrors: ended.icmpErrors,
        sensitive: clear.sensitive.isEmpty ? sensitive : sensitive + clear.sensitive))
  }

  private func startTLSRequests(_ exchanges: [Exchange], _ hellos: [Hello]) -> [StartTLSRequest] {
    var requests: [StartTLSRequest] = []
    for index in exchanges.indices where exchanges[index].command.verb.asksForTLS {
      let exchange = exchanges[index]
      let isStartTLS = exchange.command.verb == .startTLS
      var wasAdvertised: Bool?
      if let hello = hellos.last(where: { $0.exchange < index }) {
        if hello.verb != .helo, hello.listIsComplete {
          wasAdvertised = isStartTLS ? hello.offersSTARTTLS : hello.keyword("X-ANONYMOUSTLS") != nil
        } else if hello.offersSTARTTLS {
          wasAdvertised = true
        }
      }
      let isAccepted = exchange.reply?.isPositiveCompletion ?? false
      requests.append(
        StartTLSRequest(
          verb: exchange.command.verb, exchange: index, wasAdvertised: wasAdvertised,
          clientWentOnWith: isAccepted ? continuation(.client) : .nothing,
          serverWentOnWith: isAccepted ? continuation(.server) : .nothing))
    }
    return requests
  }

  private func continuation(_ side: Side) -> StartTLSRequest.Continuation {
    if conversation.parser.tlsStart(side) != nil { return .tls }
    let flag: ElementFlags = side == .client ? .afterSTARTTLS : .afterSTARTTLSReply
    return conversation.parser.elements.contains { $0.side == side && $0.flags.contains(flag) } ? .plainText : .nothing
  }

  private func protocolName(_ hellos: [Hello], greeting: Reply?) -> Session.ProtocolName {
    if conversation.parser.isLMTP || hellos.contains(where: { $0.verb == .lhlo }) { return .lmtp }
    if hellos.contains(where: { $0.verb == .ehlo }) { return .esmtp }
    if hellos.contains(where: { $0.verb == .helo }) { return .smtp }
    if let greeting, FoldedText(joining: greeting.lines).contains("esmtp") { return .esmtp }
    return greeting == nil ? .unknown : .smtp
  }

  private func visibility(_ clear: borrowing ClearAfterTLS) -> Visibility {
    var visibility = Visibility()
    let (client, server) = (ended.clientFlow, ended.serverFlow)
    visibility.seesStart = client.fields.syn != nil || server.fields.syn != nil
    visibility.seesClient = client.fields.packets > 0
    visibility.seesServer = server.fields.packets > 0
    visibility.holes = conversation.holes
    visibility.unlistedHoles = conversation.unlistedHoles
    var limits = SessionLimits()
    limits.add(ended.completion)
    limits.add(conversation.parser.limitEffects)
    limits.add(client.fields.effects)
    limits.add(server.fields.effects)
    let streams = conversation.streams
    limits.add(streams.client)
    limits.add(streams.server)
    limits.add(clearLinesNotShown: clear.linesNotShown)
    visibility.limits = limits.names
    visibility.shortenedLists = limits.details
    visibility.limitsBearOnClaims = limits.bearsOnClaims
    return visibility
  }
}
