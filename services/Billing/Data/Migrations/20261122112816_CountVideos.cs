using Microsoft.EntityFrameworkCore.Migrations;
using NanoBanana.Billing.Ledger;

#nullable disable

namespace NanoBanana.Billing.Data.Migrations
{
    /// <inheritdoc />
    public partial class CountVideos : Migration
    {
        // What the version before calls: a process of it settles as it always did, and its images are counted as the others.
        private const string Earlier = """
            CREATE OR REPLACE FUNCTION billing.settle_holds(
                p_job_ids uuid[], p_key_ids uuid[], p_units int[], p_providers text[], p_modes text[], p_durations_ms int[], p_completed_at timestamptz[],
                p_models text[], p_costs bigint[])
            RETURNS TABLE (place int, outcome text, charged int, available bigint, returned int, first_time boolean) LANGUAGE sql AS $$
                SELECT * FROM billing.settle_holds(p_job_ids, p_key_ids, p_units, p_providers, p_modes, p_durations_ms, p_completed_at, p_models, p_costs,
                    array_fill(NULL::int, ARRAY[cardinality(p_job_ids)]))
            $$;
            """;

        private const string DropEarlier =
            "DROP FUNCTION billing.settle_holds(uuid[], uuid[], int[], text[], text[], int[], timestamptz[], text[], bigint[]);";

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "kind",
                schema: "billing",
                table: "usage_records",
                type: "text",
                nullable: false,
                defaultValue: "image");

            migrationBuilder.AddColumn<int>(
                name: "units",
                schema: "billing",
                table: "usage_records",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            // Until now a unit was an image.
            migrationBuilder.Sql("UPDATE billing.usage_records SET units = images;");

            migrationBuilder.AddCheckConstraint(
                name: "ck_usage_records_counts",
                schema: "billing",
                table: "usage_records",
                sql: "images > 0 AND units >= images");

            migrationBuilder.Sql(LedgerSql.Read("settle_holds"));
            migrationBuilder.Sql(Earlier);
            migrationBuilder.Sql(LedgerSql.Read("prices_3"));
        }

        /// <summary>Prices and columns: the functions are always those of the files, and the ledger's first migration drops them all.</summary>
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(DropEarlier);
            migrationBuilder.Sql("DELETE FROM billing.prices WHERE version = 3;");

            migrationBuilder.DropCheckConstraint(
                name: "ck_usage_records_counts",
                schema: "billing",
                table: "usage_records");

            migrationBuilder.DropColumn(
                name: "kind",
                schema: "billing",
                table: "usage_records");

            migrationBuilder.DropColumn(
                name: "units",
                schema: "billing",
                table: "usage_records");
        }
    }
}
