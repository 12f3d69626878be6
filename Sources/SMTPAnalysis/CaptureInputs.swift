public import CaptureFiles

/// The captures that a list of paths stands for: files, folders of captures, and `-`. A path that cannot be used is an error of
/// its own; the others are read all the same.
public struct CaptureInputs: Sendable {
  public private(set) var names: [String] = []
  public private(set) var errors: [CaptureError] = []

  public init(paths: [String]) {
    var usable: [String] = []
    for path in paths {
      do throws(CaptureError) {
        _ = try CaptureSet(paths: [path])
        usable.append(path)
      } catch {
        errors.append(error)
      }
    }
    guard !usable.isEmpty else { return }
    do throws(CaptureError) {
      names = try CaptureSet(paths: usable).paths
    } catch {
      errors.append(error)
    }
  }
}
