using Aspire.Hosting.Azure;
using Azure.Provisioning.Expressions;
using Azure.Provisioning.PostgreSql;
using Azure.Provisioning.RedisEnterprise;

namespace NanoBanana.AppHost.Publishing;

/// <summary>Postgres and Redis that Azure manages, with passwords, because the services speak no Entra.</summary>
internal sealed class AzureStores
{
    private readonly IResourceBuilder<AzureManagedRedisResource> _redis;

    public AzureStores(IDistributedApplicationBuilder builder)
    {
        UserName = builder.AddParameter("postgres-username");
        Password = builder.AddGeneratedSecret("postgres-password");
        Postgres = builder.AddAzurePostgresFlexibleServer("postgres")
            .WithPasswordAuthentication(UserName, Password)
            .ConfigureInfrastructure(static infrastructure =>
            {
                var server = infrastructure.GetProvisionableResources().OfType<PostgreSqlFlexibleServer>().Single();
                // The smallest allows fewer connections than one process of a service may open.
                server.Sku = new PostgreSqlFlexibleServerSku { Name = "Standard_D2ds_v5", Tier = PostgreSqlFlexibleServerSkuTier.GeneralPurpose };
                // Migrations create these extensions, which Azure allows when they are named.
                infrastructure.Add(new PostgreSqlFlexibleServerConfiguration("extensions")
                {
                    Parent = server,
                    Name = "azure.extensions",
                    Value = "PG_TRGM,BTREE_GIN",
                    Source = "user-override",
                });
            });
        _redis = builder.AddAzureManagedRedis("redis")
            .WithAccessKeyAuthentication()
            .ConfigureInfrastructure(static infrastructure =>
            {
                // One window of the gateway's is several keys of one script, which a cluster would refuse.
                var database = infrastructure.GetProvisionableResources().OfType<RedisEnterpriseDatabase>().Single();
                database.ClusteringPolicy = new StringLiteralExpression("NoCluster");
            });
    }

    public IResourceBuilder<AzurePostgresFlexibleServerResource> Postgres { get; }

    public IResourceBuilder<ParameterResource> UserName { get; }

    public IResourceBuilder<ParameterResource> Password { get; }

    public DataStores ToDataStores() => new(
        Postgres.AddDatabase("identitydb"), Postgres.AddDatabase("keysdb"), Postgres.AddDatabase(QueueAge.Database), Postgres.AddDatabase("billingdb"),
        _redis, static _ => { });
}
