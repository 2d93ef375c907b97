using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace NanoBanana.Generation.Data.Migrations
{
    /// <inheritdoc />
    public partial class CreateJobs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "generation");

            migrationBuilder.CreateTable(
                name: "idempotency_keys",
                schema: "generation",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    request_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    job_id = table.Column<Guid>(type: "uuid", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotency_keys", x => new { x.account_id, x.key });
                });

            migrationBuilder.CreateTable(
                name: "jobs",
                schema: "generation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key_id = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    request = table.Column<string>(type: "jsonb", nullable: false),
                    provider = table.Column<string>(type: "text", nullable: true),
                    model = table.Column<string>(type: "text", nullable: true),
                    resolution = table.Column<string>(type: "text", nullable: true),
                    image_count = table.Column<int>(type: "integer", nullable: false),
                    held_credits = table.Column<int>(type: "integer", nullable: false),
                    charged_credits = table.Column<int>(type: "integer", nullable: true),
                    price_version = table.Column<int>(type: "integer", nullable: false),
                    provider_cost_micros = table.Column<long>(type: "bigint", nullable: false),
                    lease_owner = table.Column<Guid>(type: "uuid", nullable: true),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    next_try_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    error_code = table.Column<string>(type: "text", nullable: true),
                    error_detail = table.Column<string>(type: "text", nullable: true),
                    retry_after_seconds = table.Column<int>(type: "integer", nullable: true),
                    warnings = table.Column<string[]>(type: "text[]", nullable: false, defaultValueSql: "'{}'"),
                    trace_parent = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_jobs", x => x.id);
                    table.CheckConstraint("ck_jobs_charge", "charged_credits IS NULL OR charged_credits BETWEEN 0 AND held_credits");
                    table.CheckConstraint("ck_jobs_finished", "(state IN ('succeeded', 'failed', 'cancelled')) = (finished_at IS NOT NULL)");
                    table.CheckConstraint("ck_jobs_lease", "(state = 'running') = (lease_owner IS NOT NULL)");
                    table.CheckConstraint("ck_jobs_state", "state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')");
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                schema: "generation",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    job_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    payload = table.Column<string>(type: "jsonb", nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    next_try_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    parked_because = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "attempts",
                schema: "generation",
                columns: table => new
                {
                    job_id = table.Column<Guid>(type: "uuid", nullable: false),
                    image = table.Column<int>(type: "integer", nullable: false),
                    @try = table.Column<int>(name: "try", type: "integer", nullable: false),
                    provider = table.Column<string>(type: "text", nullable: false),
                    model = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    provider_job_id = table.Column<string>(type: "text", nullable: true),
                    failure = table.Column<string>(type: "text", nullable: true),
                    detail = table.Column<string>(type: "text", nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attempts", x => new { x.job_id, x.image, x.@try });
                    table.CheckConstraint("ck_attempts_state", "state IN ('not_sent', 'sending', 'accepted', 'unknown', 'succeeded', 'failed')");
                    table.ForeignKey(
                        name: "fk_attempts_jobs_job_id",
                        column: x => x.job_id,
                        principalSchema: "generation",
                        principalTable: "jobs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "images",
                schema: "generation",
                columns: table => new
                {
                    job_id = table.Column<Guid>(type: "uuid", nullable: false),
                    image = table.Column<int>(type: "integer", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    storage_key = table.Column<string>(type: "text", nullable: true),
                    media_type = table.Column<string>(type: "text", nullable: false),
                    width = table.Column<int>(type: "integer", nullable: false),
                    height = table.Column<int>(type: "integer", nullable: false),
                    byte_count = table.Column<int>(type: "integer", nullable: false),
                    sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_images", x => new { x.job_id, x.image });
                    table.ForeignKey(
                        name: "fk_images_jobs_job_id",
                        column: x => x.job_id,
                        principalSchema: "generation",
                        principalTable: "jobs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_idempotency_keys_expires_at",
                schema: "generation",
                table: "idempotency_keys",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_leased",
                schema: "generation",
                table: "jobs",
                column: "lease_until",
                filter: "state = 'running'");

            migrationBuilder.CreateIndex(
                name: "ix_jobs_list",
                schema: "generation",
                table: "jobs",
                columns: new[] { "account_id", "created_at", "id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_jobs_queued",
                schema: "generation",
                table: "jobs",
                column: "next_try_at",
                filter: "state = 'queued'");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_job_id",
                schema: "generation",
                table: "outbox",
                column: "job_id");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_next_try_at",
                schema: "generation",
                table: "outbox",
                column: "next_try_at",
                filter: "parked_because IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attempts",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "idempotency_keys",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "images",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "outbox",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "jobs",
                schema: "generation");
        }
    }
}
