using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NanoBanana.Billing.Ledger;

#nullable disable

namespace NanoBanana.Billing.Data.Migrations
{
    /// <inheritdoc />
    public partial class RollUpUsage : Migration
    {
        // What was settled until now. The new column has locked the table until the end, so that nothing is settled between this and the triggers.
        private const string RollUpWhatIs = """
            INSERT INTO billing.usage_rollups (account_id, day, provider, mode, resolution, generations, failures, fallbacks, duration_ms, credits)
            SELECT account_id, day, provider, mode, resolution, count(*), 0, 0, sum(duration_ms), sum(credits)
            FROM billing.usage_records GROUP BY account_id, day, provider, mode, resolution;
            """;

        // The triggers go with their functions. Those for processes of the version before go as well: each name is dropped as one in the end.
        private const string DropFunctions = """
            DROP FUNCTION billing.roll_up_records() CASCADE;
            DROP FUNCTION billing.roll_up_failures() CASCADE;
            DROP FUNCTION billing.release_holds(uuid[]);
            DROP FUNCTION billing.settle_holds(uuid[], uuid[], int[], text[], text[], int[], timestamptz[], text[], bigint[], int[]);
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "fallback",
                schema: "billing",
                table: "usage_records",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "usage_failures",
                schema: "billing",
                columns: table => new
                {
                    job_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    provider = table.Column<string>(type: "text", nullable: false),
                    mode = table.Column<string>(type: "text", nullable: false),
                    resolution = table.Column<string>(type: "text", nullable: false),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_usage_failures", x => x.job_id);
                });

            migrationBuilder.CreateTable(
                name: "usage_rollups",
                schema: "billing",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    provider = table.Column<string>(type: "text", nullable: false),
                    mode = table.Column<string>(type: "text", nullable: false),
                    resolution = table.Column<string>(type: "text", nullable: false),
                    generations = table.Column<long>(type: "bigint", nullable: false),
                    failures = table.Column<long>(type: "bigint", nullable: false),
                    fallbacks = table.Column<long>(type: "bigint", nullable: false),
                    duration_ms = table.Column<long>(type: "bigint", nullable: false),
                    credits = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_usage_rollups", x => new { x.account_id, x.day, x.provider, x.mode, x.resolution });
                    table.CheckConstraint("ck_usage_rollups_counts", "generations >= 0 AND failures >= 0 AND fallbacks BETWEEN 0 AND generations AND duration_ms >= 0 AND credits >= 0");
                });

            migrationBuilder.Sql(LedgerSql.Read("settle_holds"));
            migrationBuilder.Sql(LedgerSql.Read("release_holds"));
            migrationBuilder.Sql(LedgerSql.Read("roll_up"));
            migrationBuilder.Sql(RollUpWhatIs);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(DropFunctions);

            migrationBuilder.DropTable(
                name: "usage_failures",
                schema: "billing");

            migrationBuilder.DropTable(
                name: "usage_rollups",
                schema: "billing");

            migrationBuilder.DropColumn(
                name: "fallback",
                schema: "billing",
                table: "usage_records");
        }
    }
}
