import PacketLayers
import SMTPSession
import StreamAssembly

extension Rule {
  static let captureEncapsulated = Rule(
    id: "capture/encapsulated",
    title: "packets came in a tunnel or in pieces",
    stage: .connect,
    severity: .note,
    needs: .captureMark,
    meaning: """
      The packets of this connection were wrapped in another protocol where they were captured, or came in fragments. They were \
      unwrapped and put together. Each wrapping takes room: where large packets are lost, look at the MTU of the tunnel.
      """,
    distinction: "A plain VLAN tag and the cooked headers of a capture on all interfaces are not meant.",
    captures: ["gre-erspan", "ip-fragments", "vxlan"]
  ) { it in
    let session = it.session
    let kinds = session.clientFlow.encapsulation.union(session.serverFlow.encapsulation)
    guard !kinds.isEmpty else { return nil }
    let found = names.filter { kinds.contains($0.0) }.map(\.1)
    guard !found.isEmpty else { return nil }
    return Match(
      .certain, "Packets of this connection came as \(found.joined(separator: ", ")).",
      evidence: [session.packetEvidence(session.start.packet, meaning: "the connection's first packet")])
  }
}

private let names: [(Encapsulation, String)] = [
  (.mpls, "MPLS"), (.pppoe, "PPPoE"), (.gre, "GRE"), (.erspan, "ERSPAN"), (.vxlan, "VXLAN"), (.geneve, "Geneve"),
  (.ipInIP, "IP in IP"), (.gtp, "GTP"), (.fragmented, "IP fragments"),
]
