using NanoBanana.AppHost;
using NanoBanana.AppHost.Publishing;

var builder = DistributedApplication.CreateBuilder(args);
var target = Target.Of(builder);
var scale = Scale.Of(builder.Configuration);

var stores = target.AddStores();

// Migrates all four databases and ends; whatever uses one waits for that.
var migrator = builder.AddProject<Projects.NanoBanana_Migrator>("migrator", launchProfileName: null)
    .WithReference(stores.IdentityDb)
    .WithReference(stores.KeysDb)
    .WithReference(stores.GenerationDb)
    .WithReference(stores.BillingDb);
stores.LetWait(migrator);
target.PlaceMigrator(migrator);
if (target.OnlyMigrates)
{
    await builder.Build().RunAsync();
    return;
}

// Secrets of the system itself: generated once and kept in the user secrets, asked for when it is published.
var secretKey = builder.AddGeneratedSecret("secret-key");
var internalTokenKey = builder.AddGeneratedSecret("internal-token-key");
var imageSigningKey = builder.AddGeneratedSecret("image-signing-key");
var webhookEncryptionKey = builder.AddGeneratedSecret("webhook-encryption-key");

var identity = builder.AddProject<Projects.NanoBanana_Identity>("identity", launchProfileName: null)
    .AsService(internalTokenKey)
    .WithEnvironment("SECRET_KEY", secretKey)
    .WithSettings(OptionalSettings.Identity)
    .WithReference(stores.IdentityDb)
    .WithReference(stores.Redis)
    .WaitForCompletion(migrator);

var keys = builder.AddProject<Projects.NanoBanana_Keys>("keys", launchProfileName: null)
    .AsService(internalTokenKey)
    .WithSettings(OptionalSettings.Keys)
    .WithReference(stores.KeysDb)
    .WithReference(stores.Redis)
    .WaitForCompletion(migrator);

var billing = builder.AddProject<Projects.NanoBanana_Billing>("billing", launchProfileName: null)
    .AsService(internalTokenKey)
    .WithReference(stores.BillingDb)
    .WithReference(stores.Redis)
    .WithReference(keys)
    .WaitForCompletion(migrator);

var generation = builder.AddProject<Projects.NanoBanana_Generation>("generation", launchProfileName: null)
    .AsService(internalTokenKey)
    .WithEnvironment("IMAGE_SIGNING_KEY", imageSigningKey)
    .WithEnvironment("WEBHOOK_ENCRYPTION_KEY", webhookEncryptionKey)
    .WithSettings(OptionalSettings.Generation)
    .WithReference(stores.GenerationDb)
    .WithReference(stores.Redis)
    .WithReference(identity)
    .WithReference(billing)
    .WaitForCompletion(migrator);

// What operators see of users is known in three services, which know each other; keys learns from identity who is banned.
identity.WithReference(billing).WithReference(generation).WithReference(keys);

var gateway = builder.AddProject<Projects.NanoBanana_Gateway>("gateway", launchProfileName: null)
    .AsService(internalTokenKey, healthPath: "/ready")
    .WithEnvironment("SECRET_KEY", secretKey)
    .WithSettings(OptionalSettings.Gateway)
    .WithReference(stores.Redis)
    .WithReference(identity)
    .WithReference(keys)
    .WithReference(billing)
    .WithReference(generation)
    .WaitFor(identity)
    .WaitFor(keys)
    .WaitFor(billing)
    .WaitFor(generation)
    .WithExternalHttpEndpoints();

target.PlaceService(identity, scale.Others);
target.PlaceService(keys, scale.Others);
target.PlaceService(billing, scale.Others);
target.PlaceGeneration(generation, scale);
target.PlaceGateway(gateway, scale);

await builder.Build().RunAsync();
