// Times what runs in memory for every request. All of it, or by name: dotnet run -c Release --project bench/NanoBanana.Benchmarks -- --filter '*Routing*'
using BenchmarkDotNet.Running;
using NanoBanana.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(RoutingBenchmark).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args);
