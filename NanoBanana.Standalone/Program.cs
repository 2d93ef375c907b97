await Console.Out.WriteLineAsync("Not composed yet.");
