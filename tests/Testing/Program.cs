// The emulators by hand, as the product's provider and store: dotnet run --project tests/Testing -- gemini --urls http://127.0.0.1:9101
await Console.Error.WriteLineAsync("usage: dotnet run --project tests/Testing -- <emulator> [--urls http://127.0.0.1:PORT]");
return 64;
