CREATE TABLE "counters" (
	"community_id" uuid NOT NULL,
	"name" text NOT NULL,
	"value" bigint NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "counters_community_id_name_pk" PRIMARY KEY("community_id","name")
);
--> statement-breakpoint
ALTER TABLE "counters" ADD CONSTRAINT "counters_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE cascade ON UPDATE no action;