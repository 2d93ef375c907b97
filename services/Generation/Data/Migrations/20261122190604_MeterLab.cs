using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NanoBanana.Generation.Data.Migrations
{
    /// <inheritdoc />
    public partial class MeterLab : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "quota",
                schema: "generation",
                table: "jobs",
                type: "jsonb",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "quotas",
                schema: "generation",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false, defaultValueSql: "'-infinity'"),
                    used = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    day_limit = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    last_taken_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reset_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    multiplier = table.Column<decimal>(type: "numeric(5,2)", nullable: false, defaultValue: 1m),
                    warned_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quotas", x => x.account_id);
                    table.CheckConstraint("ck_quotas_multiplier", "multiplier BETWEEN 0.1 AND 100");
                    table.CheckConstraint("ck_quotas_used", "used BETWEEN 0 AND day_limit");
                });

            migrationBuilder.CreateTable(
                name: "trial_counts",
                schema: "generation",
                columns: table => new
                {
                    mode = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    used = table.Column<int>(type: "integer", nullable: false),
                    day_limit = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trial_counts", x => x.mode);
                    table.CheckConstraint("ck_trial_counts_used", "used BETWEEN 0 AND day_limit");
                });

            migrationBuilder.Sql(GenerationSql.Read("meter_jobs"));
            migrationBuilder.Sql(GenerationSql.Read("notify_registered_accounts"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // notify_accounts() stays as it is: a version that knows no accounts of addresses has none to leave out.
            migrationBuilder.Sql("""
                DROP TRIGGER take_quota ON generation.jobs;
                DROP TRIGGER give_back_quota ON generation.jobs;
                DROP FUNCTION generation.take_quota;
                DROP FUNCTION generation.give_back_quota;
                DROP FUNCTION generation.take_trial;
                DROP FUNCTION generation.refuse_quota;
                """);

            migrationBuilder.DropTable(
                name: "quotas",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "trial_counts",
                schema: "generation");

            migrationBuilder.DropColumn(
                name: "quota",
                schema: "generation",
                table: "jobs");
        }
    }
}
