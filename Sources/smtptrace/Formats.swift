public import ArgumentParser
public import SMTPAnalysis

// The formats of the library are the words that the command line takes: one list for each kind of output, in the writer's own file.

extension ReportStream.Format: ExpressibleByArgument {}
extension LiveReport.Format: ExpressibleByArgument {}
extension IncidentReport.Format: ExpressibleByArgument {}
