using NanoBanana.Keys;
using NanoBanana.ServiceDefaults.Hosting;

return await ServiceHost.RunAsync("keys", builder => builder.AddKeysService(), app => app.MapKeysEndpoints(), args);
