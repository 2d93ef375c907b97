using NanoBanana.Generation;
using NanoBanana.ServiceDefaults.Hosting;

return args is [RotateWebhookSecrets.Command, .. var rest]
    ? await RotateWebhookSecrets.RunAsync(rest, Console.Out)
    : await ServiceHost.RunAsync("generation", builder => builder.AddGenerationService(), app => app.MapGenerationEndpoints(), args);
