public import Certificates
import TLSDecryption

/// What an analysis takes for mail, and what it may keep.
public struct AnalysisOptions: Sendable {
  /// Ports whose connections are taken for mail whatever they carry. Mail on other ports is found by its content.
  public var mailPorts: Set<UInt16> = [25, 465, 587, 2525]
  /// Whether passwords and tokens are kept in the transcript.
  public var keepsSecrets = false
  /// Whether message contents are kept, up to a limit.
  public var keepsMessages = false
  /// Seconds of the capture's clock without a packet after which a connection is taken for ended.
  public var idleSeconds: Double = 900
  /// Whether ``Analysis/nextChange()`` gives open sessions as they grow.
  public var followsSessions = false
  /// Whether the packets of open sessions are kept, within limits, until it is known whether they had a problem.
  public var keepsPackets = false
  /// Whether a session whose verdict others may change is held back until all are known, or until too many wait. Otherwise, and where
  /// packets are kept, each is judged at once by what is known by then.
  public var waitsForOthers = true
  /// Whether the sessions that cross the borders of the captures go into a seam, and are left out of what the result remembers.
  public var writesSeam = false
  /// How many sessions may wait so; the memory that they may take is a share of ``memoryBytes``.
  var heldSessions = HeldSessions.Limits()
  /// Bytes that may be kept of connections and sessions at the same time. Of more, the largest and oldest are decided by what is
  /// known of them by then, which is told.
  public var memoryBytes = MemoryBudget.usual
  /// How many times its size a compressed file may expand to, above 1 GiB; what lies behind is not read, which is an error.
  public var maximumExpansion = 1000
  var budget: MemoryBudget { MemoryBudget(memoryBytes) }

  /// The secrets that TLS is opened with. Those that a capture carries are used in any case.
  var keys: KeyRing?
  /// The root certificates that the certificates seen are verified against.
  public var trustRoots = TrustRoots.system
  /// The name under which the clients look for the server, to compare its certificate with; `nil` where only the names in the
  /// capture are compared.
  public var serverName: String?

  public init() {}

  /// Opens TLS with `secrets`.
  public mutating func use(_ secrets: Secrets) { keys = secrets.ring }
}
