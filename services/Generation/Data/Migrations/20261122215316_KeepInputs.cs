using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NanoBanana.Generation.Data.Migrations
{
    /// <inheritdoc />
    public partial class KeepInputs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "inputs",
                schema: "generation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    storage_key = table.Column<string>(type: "text", nullable: false),
                    media_type = table.Column<string>(type: "text", nullable: false),
                    width = table.Column<int>(type: "integer", nullable: false),
                    height = table.Column<int>(type: "integer", nullable: false),
                    length = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inputs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "lineage",
                schema: "generation",
                columns: table => new
                {
                    job_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    operation = table.Column<string>(type: "text", nullable: false),
                    is_mask = table.Column<bool>(type: "boolean", nullable: false),
                    parent_job_id = table.Column<Guid>(type: "uuid", nullable: true),
                    parent_image = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lineage", x => new { x.job_id, x.position });
                    table.CheckConstraint("ck_lineage_parent_is_whole", "(parent_job_id IS NULL) = (parent_image IS NULL)");
                });

            migrationBuilder.CreateIndex(
                name: "ix_inputs_created_at",
                schema: "generation",
                table: "inputs",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_lineage_parent_job_id_parent_image",
                schema: "generation",
                table: "lineage",
                columns: new[] { "parent_job_id", "parent_image" },
                filter: "parent_job_id IS NOT NULL");

            migrationBuilder.Sql(GenerationSql.Read("record_lineage"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER record_lineage ON generation.jobs; DROP FUNCTION generation.record_lineage();");

            migrationBuilder.DropTable(
                name: "inputs",
                schema: "generation");

            migrationBuilder.DropTable(
                name: "lineage",
                schema: "generation");
        }
    }
}
