using NanoBanana.Migrator;
using NanoBanana.ServiceDefaults.Configuration;
using NanoBanana.ServiceDefaults.Hosting;

var builder = Host.CreateApplicationBuilder(args);
builder.Configuration.AddLegacyVariables();
try
{
    await Migrations.ApplyAsync(builder.Configuration, CancellationToken.None);
    return 0;
}
catch (Exception exception) when (ServiceHost.Explain(exception) is { Count: > 0 } lines)
{
    foreach (var line in lines)
        await Console.Error.WriteLineAsync("error: " + line);
    return ServiceHost.ConfigurationExitCode;
}
