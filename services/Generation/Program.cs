using NanoBanana.Generation;
using NanoBanana.ServiceDefaults.Hosting;

return await ServiceHost.RunAsync("generation", builder => builder.AddGenerationService(), app => app.MapGenerationEndpoints(), args);
