using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NanoBanana.Billing.Ledger;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace NanoBanana.Billing.Data.Migrations
{
    /// <inheritdoc />
    public partial class CreateLedger : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "billing");

            migrationBuilder.CreateTable(
                name: "prices",
                schema: "billing",
                columns: table => new
                {
                    version = table.Column<int>(type: "integer", nullable: false),
                    model = table.Column<string>(type: "text", nullable: false),
                    resolution = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    credits = table.Column<int>(type: "integer", nullable: false),
                    provider_cost_micros = table.Column<long>(type: "bigint", nullable: false),
                    valid_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_prices", x => new { x.version, x.model, x.resolution, x.kind });
                    table.CheckConstraint("ck_prices_amounts", "credits BETWEEN 0 AND 1000000 AND provider_cost_micros >= 0");
                });

            migrationBuilder.CreateTable(
                name: "tiers",
                schema: "billing",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    monthly_credits = table.Column<int>(type: "integer", nullable: false),
                    is_capped = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tiers", x => x.name);
                    table.CheckConstraint("ck_tiers_monthly_credits", "monthly_credits >= 0");
                });

            migrationBuilder.CreateTable(
                name: "usage_daily",
                schema: "billing",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    key_id = table.Column<Guid>(type: "uuid", nullable: false),
                    images = table.Column<long>(type: "bigint", nullable: false),
                    credits = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_usage_daily", x => new { x.account_id, x.day, x.key_id });
                });

            migrationBuilder.CreateTable(
                name: "usage_records",
                schema: "billing",
                columns: table => new
                {
                    job_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    provider = table.Column<string>(type: "text", nullable: false),
                    model = table.Column<string>(type: "text", nullable: false),
                    mode = table.Column<string>(type: "text", nullable: false),
                    resolution = table.Column<string>(type: "text", nullable: false),
                    images = table.Column<int>(type: "integer", nullable: false),
                    duration_ms = table.Column<int>(type: "integer", nullable: false),
                    credits = table.Column<int>(type: "integer", nullable: false),
                    provider_cost_micros = table.Column<long>(type: "bigint", nullable: false),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_usage_records", x => x.job_id);
                });

            migrationBuilder.CreateTable(
                name: "usage_totals",
                schema: "billing",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key_id = table.Column<Guid>(type: "uuid", nullable: false),
                    images = table.Column<long>(type: "bigint", nullable: false),
                    credits = table.Column<long>(type: "bigint", nullable: false),
                    last_used = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_usage_totals", x => new { x.account_id, x.key_id });
                });

            migrationBuilder.CreateTable(
                name: "accounts",
                schema: "billing",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    tier = table.Column<string>(type: "text", nullable: false),
                    is_capped = table.Column<bool>(type: "boolean", nullable: false),
                    available = table.Column<long>(type: "bigint", nullable: false),
                    held = table.Column<long>(type: "bigint", nullable: false),
                    grant_month = table.Column<DateOnly>(type: "date", nullable: false),
                    granted = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accounts", x => x.id);
                    table.CheckConstraint("ck_accounts_available", "available >= 0 OR NOT is_capped");
                    table.CheckConstraint("ck_accounts_held", "held >= 0");
                    table.ForeignKey(
                        name: "fk_accounts_tiers_tier",
                        column: x => x.tier,
                        principalSchema: "billing",
                        principalTable: "tiers",
                        principalColumn: "name",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "holds",
                schema: "billing",
                columns: table => new
                {
                    job_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    model = table.Column<string>(type: "text", nullable: false),
                    resolution = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    units = table.Column<int>(type: "integer", nullable: false),
                    unit_credits = table.Column<int>(type: "integer", nullable: false),
                    credits = table.Column<int>(type: "integer", nullable: false),
                    price_version = table.Column<int>(type: "integer", nullable: false),
                    provider_cost_micros = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    charged = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_holds", x => x.job_id);
                    table.CheckConstraint("ck_holds_amounts", "units > 0 AND credits = unit_credits * units AND charged BETWEEN 0 AND credits");
                    table.CheckConstraint("ck_holds_state", "state IN ('open', 'settled', 'released') AND (closed_at IS NULL) = (state = 'open')");
                    table.ForeignKey(
                        name: "fk_holds_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "billing",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "transfers",
                schema: "billing",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    job_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<string>(type: "text", nullable: false),
                    debit = table.Column<string>(type: "text", nullable: false),
                    credit = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_transfers", x => x.id);
                    table.CheckConstraint("ck_transfers_accounts", "debit <> credit AND debit IN ('available', 'held', 'revenue', 'grants', 'receivable') AND credit IN ('available', 'held', 'revenue', 'grants', 'receivable')");
                    table.CheckConstraint("ck_transfers_amount", "amount > 0");
                    table.ForeignKey(
                        name: "fk_transfers_accounts_account_id",
                        column: x => x.account_id,
                        principalSchema: "billing",
                        principalTable: "accounts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_accounts_tier",
                schema: "billing",
                table: "accounts",
                column: "tier");

            migrationBuilder.CreateIndex(
                name: "ix_holds_account_id",
                schema: "billing",
                table: "holds",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_holds_open",
                schema: "billing",
                table: "holds",
                column: "created_at",
                filter: "state = 'open'");

            migrationBuilder.CreateIndex(
                name: "ix_prices_valid_from_version",
                schema: "billing",
                table: "prices",
                columns: new[] { "valid_from", "version" });

            migrationBuilder.CreateIndex(
                name: "ix_transfers_account_id_id",
                schema: "billing",
                table: "transfers",
                columns: new[] { "account_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_transfers_job_id_kind",
                schema: "billing",
                table: "transfers",
                columns: new[] { "job_id", "kind" },
                unique: true,
                filter: "job_id IS NOT NULL");

            foreach (var name in LedgerSql.Functions.Concat(LedgerSql.Seeds))
                migrationBuilder.Sql(LedgerSql.Read(name));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // Before the tables: some return their row types. The trigger goes with its table, its function after it.
            foreach (var name in LedgerSql.Functions.Where(static name => name != "append_only").Reverse())
                migrationBuilder.Sql($"DROP FUNCTION billing.{name};");

            migrationBuilder.DropTable(
                name: "holds",
                schema: "billing");

            migrationBuilder.DropTable(
                name: "prices",
                schema: "billing");

            migrationBuilder.DropTable(
                name: "transfers",
                schema: "billing");

            migrationBuilder.DropTable(
                name: "usage_daily",
                schema: "billing");

            migrationBuilder.DropTable(
                name: "usage_records",
                schema: "billing");

            migrationBuilder.DropTable(
                name: "usage_totals",
                schema: "billing");

            migrationBuilder.DropTable(
                name: "accounts",
                schema: "billing");

            migrationBuilder.DropTable(
                name: "tiers",
                schema: "billing");

            migrationBuilder.Sql("DROP FUNCTION billing.refuse_change;");
        }
    }
}
