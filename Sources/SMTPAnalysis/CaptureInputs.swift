public import CaptureFiles

/// The captures that a list of paths stands for: files, folders of captures, and `-`. A path that cannot be used is an error of
/// its own; the others are read all the same.
public struct CaptureInputs: Sendable {
  public private(set) var names: [String] = []
  public private(set) var errors: [CaptureError] = []
  /// Files beyond the most that are read.
  public private(set) var leftOut = 0
  /// Files whose names are not UTF-8.
  public private(set) var unreadableNames = 0

  public init(paths: [String]) {
    let set = CaptureSet(usable: paths) { errors.append($0) }
    names = set.paths
    leftOut = set.leftOut
    unreadableNames = set.unreadableNames
    // What is left out is not read, and whoever asked for it has to know.
    if leftOut > 0 {
      errors.append(
        CaptureError(
          kind: .unreadable("\(leftOut) files more than the \(CaptureSet.maximumFiles) that are read were left out"),
          file: paths.first ?? ""))
    }
    if unreadableNames > 0 {
      errors.append(
        CaptureError(
          kind: .unreadable("\(unreadableNames) files whose names are not UTF-8 were left out"), file: paths.first ?? ""
        ))
    }
  }
}
