print("smtptrace")
